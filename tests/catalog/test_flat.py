"""Objects of an API as rows of a table."""

from catalog.adoption import flat


def test_a_value_has_the_name_of_its_key_and_of_those_around_it() -> None:
    [[row]] = flat.tables(
        {"card_holder": {"Department Name": "Design", "active": True}, "amount": 9.5, "tags": ["a", 1]}
    )
    assert row == {
        **dict.fromkeys(("cardholderdepartmentname", "departmentname"), "Design"),
        **dict.fromkeys(("cardholderactive", "active"), "true"),
        "amount": "9.5",
        "tags": "a;1",
    }


def test_first_and_last_name_are_put_together() -> None:
    [[row]] = flat.tables({"user": {"first_name": "Kim", "last_name": "Lee"}})
    assert row["user"] == "Kim Lee"
    [[row]] = flat.tables({"givenName": "Kim", "surname": "Lee"})
    assert row["name"] == "Kim Lee"


def test_each_object_of_a_list_is_a_row_with_what_is_around_it() -> None:
    first, second = flat.tables(
        {"name": "PC-1", "apps": [{"name": "Slack"}, {"name": "Zoom"}], "fonts": [{"name": "Arial"}]}
    )
    assert [(row["name"], row["appsname"]) for row in first] == [("Slack", "Slack"), ("Zoom", "Zoom")]
    assert [(row["name"], row.get("appsname")) for row in second] == [("Arial", None)]


def test_of_two_values_of_a_name_the_outer_one_has_it() -> None:
    [[row]] = flat.tables({"id": 1, "owner": {"id": 2, "email": "kim@example.com"}})
    assert (row["id"], row["ownerid"], row["email"]) == ("1", "2", "kim@example.com")
