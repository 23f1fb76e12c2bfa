"""“What are the challenges?”"""

from __future__ import annotations

from datetime import date


async def test_the_bottom_line_names_the_challenges(scene):
    out = await scene.says("challenges")
    assert out.title == "MSS Haiti: underfunded, understaffed, outgunned, and outnumbered, Jan 2025 [S2]"


async def test_each_challenge_has_its_day_its_source_and_who_says_so(scene):
    listed = (await scene.says("problems")).section("Newest first").splitlines()
    assert listed == [
        "underfunded, Jan 2025 [S2]",
        "understaffed, Jan 2025 [S2]",
        "outgunned and outnumbered, Jan 2025 [S2], according to Marco Rubio, as reported",
        "security in Haiti: rampant gang violence, 7 Nov 2024 or later [S1]",
    ]


async def test_the_full_form_shows_the_quotations(scene):
    assert "“such as being understaffed and underfunded” (S2-15)" in (await scene.says("challenges full")).text


async def test_old_challenges_tell_their_age(scene):
    out = await scene.says("challenges", today=date(2026, 11, 22))
    assert "understaffed, Jan 2025 [S2], 22 months old" in out.text


async def test_before_any_the_nearest_later_one_is_named(scene):
    out = await scene.says("challenges as-of 2024-01-01")
    assert out.title == (
        "MSS Haiti: no challenge is recorded by 1 Jan 2024; the nearest later one: rampant gang violence, "
        "7 Nov 2024 or later [S1]"
    )
    assert not any(offer.line.endswith("full") for offer in out.document.offers)


async def test_long_challenges_are_counted_in_the_bottom_line(both):
    out = await both.says("challenges in MSK", today=date(2023, 5, 1))
    assert out.title == "MSK Karuna: 4 challenges recorded, the newest 5 Apr 2023 [S18]"
    assert "only 11 of 46 promised armoured vehicles had arrived, 13 Oct 2020 [S4], 31 months old" in out.text
