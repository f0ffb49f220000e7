"""The sentence about what was reworked, and the wording a site may give it."""

import msgspec
import pytest

from makers import SITE
from stet.desk.disclosure import check_wording, disclosure
from stet.errors import Misused
from stet.model.page import Wording

OWN = Wording(nothing="{site}: nothing", headline="{site}: headline", picture="{site}: picture", both="{site}: both")


@pytest.mark.parametrize(
    ("house_headline", "house_picture", "says"),
    [(False, False, "nothing"), (True, False, "headline"), (False, True, "picture"), (True, True, "both")],
)
def test_each_of_the_four_cases_has_its_sentence(house_headline, house_picture, says):
    site = msgspec.structs.replace(SITE, wording=OWN)
    made = disclosure(house_headline=house_headline, house_picture=house_picture, site=site)
    assert made == f"The Morning Ledger: {says}"


def test_the_sentence_of_both_is_the_one_syndicated_pages_are_known_for():
    site = msgspec.structs.replace(SITE, name="Velmora Post")
    assert disclosure(house_headline=True, house_picture=True, site=site) == (
        "Only the headline and picture of this report may have been reworked by the Velmora Post staff; "
        "the rest of the content is auto-generated from a syndicated feed."
    )


def test_a_sites_name_is_words_and_never_a_placeholder():
    site = msgspec.structs.replace(SITE, name="{site} & {0}", wording=OWN)
    assert disclosure(house_headline=False, house_picture=False, site=site) == "{site} & {0}: nothing"


def test_the_wording_that_ships_and_one_without_a_placeholder_can_be_set():
    check_wording(Wording())
    check_wording(OWN)
    check_wording(msgspec.structs.replace(OWN, nothing="From the wire."))


@pytest.mark.parametrize("bad", ["{name}", "{}", "{0}", "{site.name}", "{site!r}", "{site:>9}", "{{site}}", "{Site}"])
def test_a_placeholder_that_is_not_known_is_named(bad):
    with pytest.raises(Misused) as refused:
        check_wording(msgspec.structs.replace(OWN, picture=f"By {bad} staff"))
    assert "`picture`" in str(refused.value)
    assert "{" in str(refused.value).split("placeholder")[1]


@pytest.mark.parametrize("bad", ["{site", "site}", "}{"])
def test_a_brace_on_its_own_is_refused(bad):
    with pytest.raises(Misused, match="brace"):
        check_wording(msgspec.structs.replace(OWN, both=f"By {bad} staff"))


def test_an_empty_sentence_is_refused():
    with pytest.raises(Misused, match="`headline` is empty"):
        check_wording(msgspec.structs.replace(OWN, headline=" "))


def test_a_site_called_the_something_is_given_its_article_once():
    assert "by the Morning Ledger staff" in disclosure(house_headline=True, house_picture=False, site=SITE)
