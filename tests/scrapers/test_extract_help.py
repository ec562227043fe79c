"""What an article of help about one feature says, and of which plans."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ONE_PLAN = [
    (
        (
            "# SAML\n\n## Getting started\n\n**You need this:**\n\n- An Acme account on the **Business** plan.\n\n"
            "## Steps\n\nWith SAML your people sign in at once.\n"
        ),
        {("yes", "Business")},
    ),
    (
        (
            "# How do I set it up? How can people use SAML?\n\n"
            "Note: this feature is available only on the Team plan.\n\n## Steps\n\n- Select SAML 2.0.\n"
        ),
        {("yes", "Team")},
    ),
    (
        "This feature is only available to Business customers.\n\nWith these we let your people log in via SSO.\n",
        {("yes", None)},
    ),
    (
        (
            "---\ntitle: SAML and SCIM\n---\n\nThis feature is only available to Business customers.\n\n"
            "## SAML\n\nWe support SAML for the people of your team.\n"
        ),
        {("yes", "Business")},
    ),
    (
        (
            "# SAML\n\nWe support SAML for the people of your team.\n\n## Sessions\n\n"
            "This feature is only available to Business customers.\n"
        ),
        {("yes", None)},
    ),
    ("# How people use SAML Enterprise Grid\n\nSAML lets your people sign in to Acme.\n", {("yes", "Enterprise Grid")}),
    ("Set up SAML for your team.\n\n## Plans\n\nSAML is available on the Pro plan.\n", {("yes", "Pro")}),
    (
        "SAML lets your people sign in to Acme.\n\n## Prices\n\nSAML is an add-on on the Pro plan.\n",
        {("addon", "Pro")},
    ),
    (
        "## Does Acme support SAML?\n\nOn the [Team plan](https://acme.example/plans), people sign in with yours.\n",
        {("yes", "Team")},
    ),
    (
        "SAML is available to all organizations. More of SAML can be bought as an add-on on the Pro plan.\n",
        {("yes", None), ("addon", "Pro")},
    ),
    ("Optional: Set a name for SAML logins.\n\nSAML is included for your team.\n", {("yes", None)}),
    (
        "## Organizational security\n\nSAML for your team is available as add-ons on the Pro plan.\n",
        {("addon", "Pro")},
    ),
    ("SAML for customers is roadmapped for 2028.\n", set()),
    ("# SCIM\n\n1. Create a custom SAML application there.\n2. Configure SAML as told above.\n", set()),
    ("# Keys\n\nLet your customers' IT admins set up SAML.\n\nSAML is on the Pro plan.\n", set()),
    ("SAML is an Acme Cloud enterprise feature. Your people sign in.\n", {("yes", "Enterprise")}),
    (
        "On the Team plan, people sign in with SAML. On the Team plan, SAML is not supported on the desktop.\n",
        {("yes", "Team")},
    ),
    ("## Predefined roles\n\n**SAML Administrator** (`saml-admin`):\n\n- `saml.get`: see the SAML settings\n", set()),
    ("The SAML specification expects SSO systems to sign what they send.\n", set()),
    ("Enterprise Edition adds SLAs, SAML, etc. It grew from the Community Edition.\n", {("yes", "Enterprise")}),
    (
        "## Trial\n\nThese features are unavailable:\n\n- SAML\n\nOn the Team plan, people sign in with SAML.\n",
        {("yes", "Team")},
    ),
    ("---\ntitle: Acme Enterprise Features\n---\n\nYour team signs in with SAML.\n", {("yes", "Acme Enterprise")}),
    ("When you set up SAML, you give your team's domain, along with optional names.\n", {("yes", None)}),
    ("A second factor is there for the local (non-SSO) accounts of your team.\n", set()),
    ("Enterprise Edition builds on top of the Community Edition by adding SAML.\n", {("yes", "Enterprise")}),
    ("Members are moved when SAML authentication is enabled.\n", set()),
    ("Team plans include SAML and deployment on your own machines.\n", {("yes", "Team")}),
    ("- SAML so that team members use your IdP.\n", {("yes", None)}),
    ("- To enable SAML for your account, you must have a Business plan.\n", {("yes", "Business")}),
    ("| Way | How |\n|---|---|\n| Users | Optional. Requires SAML, which all of your teams have. |\n", {("yes", None)}),
    ('# SAML\n\n!!! plans "Available on: Scaleup"\n\nWith SAML your people sign in at once.\n', {("yes", "Scaleup")}),
    ("# SAML\n\nSAML is an Enterprise feature. With SAML your people sign in.\n", {("yes", "Enterprise")}),
    ("Gust and Enterprise users can sign in with SAML.\n", {("yes", "Gust"), ("yes", "Enterprise")}),
    ("Names of guests are not included in the SAML. With SAML your people sign in.\n", {("yes", None)}),
    ("## Logged events\n\n### SAML provider\n\nCreated, changed, removed.\n", set()),
    ("# Best practices\n\n## Accounts\n\n- **SAML**: Always use SAML for the people of your team\n", set()),
    ("# Best practices\n\n## Accounts\n\n- **SAML**: your people sign in with your IdP\n", {("yes", None)}),
    ("Companies continue to invest in SAML for their people.\n", set()),
    ('# Okta\n\n1. In the "Start" field, input the SAML address of your team.\n', set()),
]


@pytest.mark.parametrize(("text", "says"), ONE_PLAN, ids=[text[:40] for text, _ in ONE_PLAN])
def test_a_help_article_about_one_feature_tells_its_plans_once(text: str, says: Said) -> None:
    assert found(text, "sso_saml", kind="help") == says
