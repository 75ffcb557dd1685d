"""Static files: hashed names, kept for ever by browsers, compressed, small."""

import gzip
from contextlib import closing

import pytest
from django.template import Context, Template
from django.test import Client

from kontuar.web import assets
from tests.web.stock import Morning


def test_a_page_asks_only_for_hashed_names_that_are_served_for_ever(db: None) -> None:
    for hashed in assets.hashed_names().values():
        with closing(Client().get(f"/static/{hashed}", headers={"accept-encoding": "gzip"})) as answer:
            assert answer.status_code == 200, hashed
            assert "immutable" in answer["Cache-Control"]


def test_the_name_changes_with_the_content() -> None:
    assert assets._hashed("a.css", b"one") != assets._hashed("a.css", b"two")
    assert assets._hashed("x/a.min.js", b"1").startswith("x/a.min.")


def test_an_unknown_file_is_an_error_in_the_template() -> None:
    template = Template("{% load static %}{% static 'kontuar.css' %}")
    assert template.render(Context()).startswith("/static/kontuar.")
    with pytest.raises(ValueError, match="nowhere"):
        Template("{% load static %}{% static 'nowhere.css' %}").render(Context())


def test_the_first_load_of_everything_is_under_a_hundred_kilobytes(desk: Morning, seen_by) -> None:
    weight = sum(len(gzip.compress(assets._content(name))) for name in assets.hashed_names())
    for page in ("/", f"/wiadomosci/{desk.cases['parcel'].pk}/"):
        weight += len(gzip.compress(seen_by(desk.ala).get(page).content))
    assert weight < 100_000
