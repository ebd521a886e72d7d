"""The home tab on Slack: never more than its 100 blocks, and what turns the page is always there."""

from chalicelib.chat.home import Lists, Waiting, home
from chalicelib.chat.model import Button, Card, Fact, Home, Section
from chalicelib.chat.slack.home import home_view
from tests.builders import an_incident, an_officer, policy
from tests.slack_checks import view_faults
from tests.unit.chat.lives import LATER

POLICY = policy()


def jobs(number, status="queued"):
    return Waiting(tuple(an_incident(status, reference=f"2026-{n:02}") for n in range(number)))


def a_full_home():
    """Everything one person can have at once, each list longer than a page."""
    mine = an_incident("in_call", flags=("vulnerable",))
    desk = tuple(an_incident("desk_work", reference=f"D-{n}") for n in range(9))
    staff = tuple(an_officer(f"PC{n}") for n in range(45))
    lists = Lists(mine, desk, jobs(20), jobs(20, "in_triage"), jobs(20, "in_review"), staff)
    everybody = an_officer(roles=("officer", "sergeant", "spoc", "administrator"), job=mine.reference)
    return home(everybody, lists, POLICY, LATER, {"queue": 1, "triage": 1, "reviews": 1})


def row(n):
    return Card(f"row:{n}", f"{n}: Theft", "s", lines=("5 h", "Vulnerable"), leading=(Button("job.card", "Show the job", str(n)),))


def test_the_fullest_home_fits_whole():
    view = home_view(a_full_home())
    assert (view["type"], view["callback_id"]) == ("home", "home")
    assert view_faults(view) == []
    assert len(view["blocks"]) < 100
    assert "no room" not in str(view)


def test_a_row_is_one_block_whose_button_says_which_job():
    block = home_view(Home("Home", (Section("The queue", (row(7),)),)))["blocks"][2]
    assert block["text"]["text"] == "*7: Theft*\n5 h\nVulnerable"
    assert block["accessory"]["accessibility_label"] == "Show the job, 7: Theft"
    assert block["accessory"]["value"] == "7"


def test_a_card_with_more_to_it_has_facts_and_a_row_of_buttons():
    full = Card(
        "job:1", "1: Theft", "s", (Fact("Status", "In the queue"),), tone="warning", leading=(Button("job.claim", "Claim", "1"),)
    )
    _, _, head, facts, buttons = home_view(Home("Home", (Section("My job", (full,)),)))["blocks"]
    assert head["text"]["text"] == "*⚠ Attention: 1: Theft*"
    assert facts["fields"][0]["text"] == "*Status*\nIn the queue"
    assert [each["action_id"] for each in buttons["elements"]] == ["job.claim"]


def test_too_many_cards_are_counted_and_the_pager_stays():
    pager = (Button("home.page", "Further down the list", "queue|1"),)
    sections = tuple(Section(f"List {n}", tuple(map(row, range(60))), ("60 waiting.",), pager) for n in range(3))
    view = home_view(Home("Home", sections))
    assert view_faults(view) == []
    blocks = view["blocks"]
    assert len(blocks) > 95
    told = [int(each["text"].split(" more")[0]) for block in blocks if block["type"] == "context" for each in block["elements"]]
    assert sum("accessory" in block for block in blocks) + sum(told) == 180
    assert [block["elements"][0]["action_id"] for block in blocks if block["type"] == "actions"] == ["home.page"] * 3
