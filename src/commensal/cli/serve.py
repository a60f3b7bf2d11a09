"""``commensal serve``: the page on this machine."""

from __future__ import annotations

import json

import click

from commensal.cli.browser import open_address
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.words import words

_DEFAULT_PORT = 8017


@click.command("serve")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=_DEFAULT_PORT,
    help=f"Port of this machine; 0 takes a free one.  [default: {_DEFAULT_PORT}]",
)
@shared_options
@pass_door
def serve_command(door: Door, /, *, opens: bool, port: int) -> None:
    """Open the page on this machine. It answers this machine alone, and ends with Ctrl-C.

    The address shown lets a browser in once; after that the plain address is enough.
    """
    from commensal.web.server import Address, serve  # noqa: PLC0415 - the server's parts load only when it is started

    def tell(address: Address) -> None:
        if door.as_json:
            click.echo(json.dumps({"url": address.url, "enter_url": address.enter_url}))
        else:
            is_open = opens and open_address(address.enter_url)
            click.echo(words("serve.open" if is_open else "serve.address", url=address.enter_url))
            click.echo(words("serve.end"))

    serve(door.opener(door.data), port=port, on_ready=tell)
