"""What bounds the free plan, wherever the page says so: columns, cards, lists, sentences, answers."""

import pytest

from tests.scrapers.test_extract_pricing import limits, prices
from tests.scrapers.test_extract_traps import found

MATRIX = "| | Free | Pro |\n|---|---|---|\n| Price | $0 | $9 / mo |\n| {} | {} | 900 |\n"
CELLS = [
    ("Render compute", "90h (small)", {("90 compute_hours", "Free")}),
    ("Export time", "300 min", {("300 export_minutes", "Free")}),
    ("Bandwidth/mo", "20 GB", {("20 traffic", "Free")}),
    ("Upload size (MB)", "25", {("25 file_size", "Free")}),
    ("Trace retention", "3 days", {("3 message_history", "Free")}),
    ("Campaigns", "4/month", {("4 campaigns", "Free")}),
    ("Daily answer ceiling", "70", {("70 answers", "Free")}),
    ("Fediverse accounts", "2", {("2 accounts", "Free")}),
    ("Memory per project", "2 GB", set()),
    ("Idle timeout", "15 min", set()),
    ("Newest features after", "30 days", set()),
    ("Quota tiers", "5 min†", set()),
]


@pytest.mark.parametrize(("label", "cell", "says"), CELLS, ids=[label for label, _, _ in CELLS])
def test_a_cell_counts_what_its_label_names(label: str, cell: str, says: set[tuple[object, ...]]) -> None:
    assert limits(MATRIX.format(label, cell)) == says


def test_two_amounts_of_one_size_are_two_limits() -> None:
    rows = MATRIX.format("Bandwidth", "10 GB") + "| Database storage | 10 GB | 90 GB |\n"
    assert limits(rows) == {("10 traffic", "Free"), ("10 storage", "Free")}


def test_an_item_may_tell_several_limits() -> None:
    text = "## Free\n\n$0\n\n- Up to 4 editors, 2 boards and 30 days of history\n\n## Pro\n\n$12 / month\n"
    assert limits(text) == {("4 seats", "Free"), ("2 boards", "Free"), ("30 message_history", "Free")}
    assert limits("## Free\n\n$0\n\n- 2 boards / 4 users\n") == {("2 boards", "Free"), ("4 seats", "Free")}


def test_a_long_item_begins_with_its_limit() -> None:
    item = "**Room for guests**: lets in up to 70 outside guests, who see nothing but what you share with them."
    text = f"## Free\n\n$0\n\n- {item}\n- Made by three friends in 1998, who had no time for boards of 90 columns.\n"
    assert limits(text) == {("70 guests", "Free")}


ANSWERS = [
    ("Is there a free plan?", "Yes. You can create 3 boards and get 200 MB of storage.", {"3 boards", "200 storage"}),
    ("Do you have a free tier?", "Yes, it comes with 25 contacts. Paid plans start at 500 contacts.", {"25 contacts"}),
    ("Is there a free trial?", "Yes, for 14 days you can create 3 boards.", set()),
    ("What happens after the free plan?", "You can create up to 3 boards more.", set()),
]


@pytest.mark.parametrize(("question", "answer", "says"), ANSWERS, ids=[question for question, _, _ in ANSWERS])
def test_the_answer_to_whether_there_is_a_free_plan_tells_its_limits(
    question: str, answer: str, says: set[str]
) -> None:
    assert limits(f"# Pricing\n\n### {question}\n\n{answer}\n") == {(limit, "Free") for limit in says}


def test_a_list_is_of_the_free_plan_if_its_lead_names_it() -> None:
    text = "The Free plan includes:\n\n- 6 forms\n- 90 answers a month\n- Help by mail within 2 days\n"
    assert limits(text) == {("6 forms", "Free"), ("90 answers", "Free")}
    assert limits(text.replace("Free", "Pro")) == set()


def test_the_sentence_behind_one_on_the_free_plan_goes_on_about_it() -> None:
    text = "Our Free plan is made for trying things out. It gives you 2 flows and includes 500 runs a month.\n"
    assert limits(text) == {("2 flows", "Free"), ("500 automation_runs", "Free")}
    assert limits(text.replace("It gives you", "Pro gives you")) == set()


FOR_FREE = [
    ("You are able to run 1 small pipeline for free.\n", {("1 pipelines", "Free")}),
    ("Boards and forms are free for groups with 8 or fewer monthly writers.\n", {("8 writers", "Free")}),
    ("For free users, you will be given 200 runs a month.\n", {("200 automation_runs", "Free")}),
    ("Get 300 hours worth of credits for free!\n", set()),
    ("Everybody gets 80 credits for free upon signing up.\n", set()),
    ("We answered 9,000 questions for free.\n", set()),
]


@pytest.mark.parametrize(("text", "says"), FOR_FREE, ids=[text[:24] for text, _ in FOR_FREE])
def test_what_one_may_do_for_free_is_limited(text: str, says: set[tuple[object, ...]]) -> None:
    assert limits(text) == says


def test_a_plan_that_the_text_calls_free_is_so_in_the_table_too() -> None:
    text = "We have three plans: **Sprout** (free), **Stem** and **Tree**.\n\n"
    text += "| What | Sprout | Basic | Tree |\n|---|---|---|---|\n| Gardens | 2 | 9 | 90 |\n"
    assert limits(text) == {("2 gardens", "Sprout")}
    assert found(text, "free_plan", kind="pricing") == {(True, "Sprout")}
    assert limits(text.replace(" (free)", "")) == set()


def test_a_plan_that_is_no_longer_sold_limits_nothing() -> None:
    text = "## Legacy plans\n\n| | Free V3 | Pro V3 |\n|---|---|---|\n| Projects | 3 | 9 |\n| Seats | 1 | 5 |\n"
    assert limits(text) == set()


def test_free_before_a_thing_names_no_plan() -> None:
    page = "<h2>Plans</h2><h5>Free Lessons & Videos</h5><p>To learn it all</p><h5>Round the clock</h5><p>From $7</p>"
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()


def test_free_forever_below_a_price_of_nothing_is_no_name() -> None:
    card = "<div class='card'><h3>{}</h3><div>{}</div><p>{}</p><ul><li>{}</li></ul></div>"
    page = card.format("Sketchpad", "$0", "Free Forever", "Up to 3 drafts") + card.format(
        "Starter", "from $50", "per month", "All drafts"
    )
    page += card.format("Pro", "from $90", "per month", "All drafts")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Sketchpad")}
    assert limits(page, "a.html") == {("3 drafts", "Sketchpad")}


def test_what_a_plan_comes_with_stands_behind_a_dot_beside_its_price() -> None:
    card = '<Card title="{}" icon="leaf">\n    ${}/month · {} credits. All that you need.\n</Card>\n'
    page = card.format("Starter", "4.50", 20) + card.format("Pro", "9.50", 90)
    assert prices(page) == {("4.5 USD flat month", "Starter"), ("9.5 USD flat month", "Pro")}


def test_months_that_are_paid_for_are_no_trial() -> None:
    text = "With a year you get 2 months free (pay for 10 months, get 12).\n"
    assert found(text, "free_trial_days", kind="pricing") == set()


FEATURES = [
    "<div class='f'><div>3</div><div>Projects</div></div>",
    "<div class='f'><div>Projects</div><div>3</div></div>",
    "<div class='f'><span>Projects</span><span>3</span></div>",
    "<dl><dt>Colours</dt><dd>All</dd><dt>Projects</dt><dd>3</dd></dl>",
]


@pytest.mark.parametrize("feature", FEATURES, ids=["above", "below", "beside", "term"])
def test_an_amount_belongs_to_the_label_that_stands_by_it(feature: str) -> None:
    card = "<div class='card'><h3>{}</h3><p>{}</p>{}</div>"
    page = card.format("Free", "$0", feature) + card.format("Pro", "$9 / month", feature.replace("3<", "90<"))
    assert limits(page, "a.html") == {("3 projects", "Free")}


def test_an_amount_apart_from_other_lines_belongs_to_none_of_them() -> None:
    card = "<div class='card'><h3>{}</h3><p>{}</p><div><p>Projects</p><p>3</p><p>Boards</p></div></div>"
    assert limits(card.format("Free", "$0") + card.format("Pro", "$9 / month"), "a.html") == set()


def test_a_price_may_stand_above_the_name_of_its_plan() -> None:
    card = "<div class='card'><div class='price'>{}</div><h3>{}</h3><ul><li>{} gardens</li></ul></div>"
    page = card.format("$0", "Free", 2) + card.format("$9 / month", "Pro", 20) + card.format("$29 / month", "Team", 90)
    assert prices(page, "a.html") == {("9 USD flat month", "Pro"), ("29 USD flat month", "Team")}
    assert limits(page, "a.html") == {("2 gardens", "Free")}


def test_a_price_at_the_end_of_a_card_is_not_that_of_the_next() -> None:
    card = "<div class='card'><h3>{}</h3><ul><li>All</li></ul><div class='price'>{}</div></div>"
    page = card.format("Starter", "$9 / month") + card.format("Team", "$29 / month")
    assert prices(page, "a.html") == {("9 USD flat month", "Starter"), ("29 USD flat month", "Team")}


KEPT = [
    "Messages older than 90 days are hidden on the Free plan.\n",
    "With our free plan, you get 90 days of history.\n",
    "The free version only shows the last 90 days of history.\n",
]


@pytest.mark.parametrize("text", KEPT, ids=["hidden", "with", "shows"])
def test_what_is_kept_on_the_free_plan_is_told_in_many_ways(text: str) -> None:
    assert limits(text) == {("90 message_history", "Free")}
