"""The smallest SVG writer that does: escaped elements, and a picture that a screen reader can name."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def element(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """An SVG element; text is escaped, ``class_`` gives ``class`` and ``stroke_width`` gives ``stroke-width``."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(coordinate(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(child) for child in children)
    return Markup(f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>")  # noqa: S704 - escaped above


def picture(
    *children: Markup,
    picture_id: str,
    title: str,
    desc: str,
    width: float,
    height: float,
    class_: str,
    role: str = "img",
    is_fixed: bool = False,
) -> Markup:
    """A whole picture with a role, a name and a description; it scales with the page.

    One that holds links is a ``group``: nobody could reach them within an ``img``. One that is fixed keeps its size,
    so that what can be pressed stays large enough; the page lets it be moved.
    Inside an HTML page it needs no namespace, so the page holds no address of any kind.
    """
    view_box = f"0 0 {coordinate(width)} {coordinate(height)}"
    title_id, desc_id = f"{picture_id}-title", f"{picture_id}-desc"
    size = f'width="{coordinate(width)}" height="{coordinate(height)}" ' if is_fixed else ""
    opening = (
        f'<svg class="{escape(class_)}" role="{escape(role)}" viewBox="{view_box}" {size}'
        f'aria-labelledby="{escape(title_id)} {escape(desc_id)}">'
    )
    named = (element("title", title, id=title_id), element("desc", desc, id=desc_id))
    return Markup(opening + "".join((*named, *children)) + "</svg>")  # noqa: S704 - made of escaped elements


def coordinate(value: object) -> str:
    """A number as short as a drawing needs it: one decimal, no trailing zero; anything else as text."""
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def path(commands: Iterable[tuple[str, float, float]]) -> str:
    """Path data from (command, x, y): ``M10 20L12.5 18``."""
    return "".join(f"{command}{coordinate(x)} {coordinate(y)}" for command, x, y in commands)


def dot_path(points: Iterable[tuple[float, float]]) -> str:
    """Path data for dots, drawn as zero-length strokes with round ends: a few bytes for each day."""
    return "".join(f"M{coordinate(x)} {coordinate(y)}h0" for x, y in points)


def diamond_path(points: Iterable[tuple[float, float]], *, radius: float) -> str:
    """Path data for diamonds."""
    r = coordinate(radius)
    return "".join(f"M{coordinate(x)} {coordinate(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z" for x, y in points)


def ring_path(points: Iterable[tuple[float, float]], *, radius: float) -> str:
    """Path data for open circles."""
    r, across = coordinate(radius), coordinate(2 * radius)
    return "".join(
        f"M{coordinate(x - radius)} {coordinate(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0"
        for x, y in points
    )


def cross_path(points: Iterable[tuple[float, float]], *, radius: float) -> str:
    """Path data for small crosses."""
    across = coordinate(2 * radius)
    return "".join(
        f"M{coordinate(x - radius)} {coordinate(y - radius)}l{across} {across}m0-{across}l-{across} {across}"
        for x, y in points
    )
