from tests.browser.test_offline import *
from tests.browser.test_offline import _opened,_press
from tests.browser.conftest import *
def test_x(page, fresh):
    """x."""
    tab, context = _opened(page, fresh)
    tab.on("console", lambda m: print("CONSOLE", m.text))
    tab.on("pageerror", lambda m: print("ERR", m))
    tab.on("requestfinished", lambda r: print("REQ", r.method, r.url, r.response().status))
    context.set_offline(True)
    _press(tab, 0, "4 of 10, moderate")
    for words in ("so tired", "could not sleep"):
        pass
    tab.reload()
    tab.get_by_label("In your words").fill("so tired")
    tab.get_by_role("button", name="Keep this").click()
    expect(tab.get_by_label("In your words")).to_have_value("")
    context.set_offline(False)
    tab.goto("/")
    tab.wait_for_timeout(5000)
    print(tab.evaluate("async () => { const q = await import('/static/queue.js'); return JSON.stringify(await q.waiting()); }"))
    print([e.fact for e in day_as_logged(fresh.home, NOW.date()).entries])
