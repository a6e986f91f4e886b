"""What a base says of its look in ``mkdocs.yml``, as users of Material write it, on real builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.publish.brand import fonts_of, palette_of
from tests.builders import lesson_text
from tests.site.bases import CONFIG, SHED
from tests.site.browsing import settled
from tests.site.built import BuiltSite, attribute, build, words, write_project
from tests.site.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LESSON = "lesson/shed/"
FILES = {
    "index.md": "# Home\n",
    "shed.md": lesson_text(),
    "own.css": ":root > * { --md-primary-fg-color: #ffe14d; }",
}
BRANDED = """\
  logo: images/logo.png
  favicon: images/logo.png
  language: fr
  palette: {primary: deep orange, accent: lime}
"""
TOGGLES = """\
  font: {text: Open Sans}
  logo: images/lgo.png
  favicon: nowhere.svg
  icon: {logo: material/lbrary}
  palette:
    - media: "(prefers-color-scheme)"
      toggle: {icon: material/link, name: Light}
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: teal
      toggle: {icon: material/weather-sunny, name: Dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: red
      toggle: {icon: material/weather-night, name: As the device has it}
"""
CUSTOM = """\
  font: false
  icon: {logo: material/library}
  palette: {scheme: slate, primary: custom}
extra_css: [own.css]
"""
GROUND = "getComputedStyle(document.querySelector('.md-header')).backgroundColor"
LUMINANCE = """([one, of]) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.querySelector(one))[of];
  canvas.fillRect(0, 0, 1, 1);
  const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}"""


def built(folder: Path, theme: str) -> BuiltSite:
    """Build a small base whose theme has some options."""
    root = write_project(folder, FILES, CONFIG.replace("  font: false\n", theme))
    (root / "lessons/images").mkdir()
    (root / "lessons/images/logo.png").write_bytes(SHED)
    return build(root, root / "site")


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return a site with a logo and colours."""
    return built(tmp_path_factory.mktemp("branded"), BRANDED)


@pytest.fixture(scope="module")
def toggled(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return a site with a palette for each scheme, fonts, and pictures that are not there."""
    return built(tmp_path_factory.mktemp("toggled"), TOGGLES)


@pytest.fixture(scope="module")
def custom(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return a site that is always dark, with a colour of its own and an icon."""
    return built(tmp_path_factory.mktemp("custom"), CUSTOM)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page on a device that prefers light."""
    with browser.new_context(color_scheme="light") as fresh:
        yield fresh.new_page()


def contrast(page: Page, text: str, ground: str) -> float:
    """Return the contrast between the text of one element and the ground of another."""
    of = float(page.evaluate(LUMINANCE, [text, "color"]))
    on = float(page.evaluate(LUMINANCE, [ground, "backgroundColor"]))
    return (max(of, on) + 0.05) / (min(of, on) + 0.05)


def test_logo_and_favicon_are_those_of_the_base(branded: BuiltSite) -> None:
    start = branded.page(LESSON)
    assert attribute(start.select_one("a.bh-name img"), "src") == "../../images/logo.png"
    assert attribute(start.select_one("a.bh-name img"), "alt") == ""
    assert words(start.select_one("a.bh-name")) == "Invented base"
    assert attribute(start.select_one("link[rel=icon]"), "href") == "../../images/logo.png"
    assert "images/logo.png" in branded.files


def test_an_icon_of_material_stands_for_a_logo(custom: BuiltSite) -> None:
    assert custom.page(LESSON).select("a.bh-name svg path")


def test_what_is_not_there_is_named_and_the_site_is_built(toggled: BuiltSite) -> None:
    assert "theme: the folder of lessons has no picture images/lgo.png" in toggled.log
    assert "theme: the folder of lessons has no picture nowhere.svg" in toggled.log
    assert "theme.icon.logo: Material has no icon material/lbrary" in toggled.log


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_any_primary_colour_stands_in_the_header_and_all_text_can_be_read(
    branded: BuiltSite, page: Page, scheme: str
) -> None:
    with serving(branded.folder) as server:
        page.goto(f"{server.address}/{LESSON}")
        assert page.evaluate(GROUND) == "rgb(255, 110, 66)"
        # To Material, text on these is white, black and black, and links are hard to read in them.
        seen = set()
        for primary in ("deep-orange", "indigo", "yellow", "white", "black"):
            page.evaluate(
                "([scheme, primary]) => Object.assign(document.documentElement.dataset,"
                " { mdColorScheme: scheme, mdColorPrimary: primary })",
                [scheme, primary],
            )
            seen.add(page.evaluate(GROUND))
            assert contrast(page, ".bh-name", ".md-header") >= 4.5, primary
            page.mouse.move(0, 0)
            assert contrast(page, ".bh-up a", "body") >= 4.5, primary
            page.hover(".bh-up a")
            assert contrast(page, ".bh-up a", "body") >= 4.5, primary
        assert len(seen) == 5


def test_a_colour_of_ones_own_in_a_style_sheet_is_taken(custom: BuiltSite, page: Page) -> None:
    with serving(custom.folder) as server:
        page.goto(f"{server.address}/{LESSON}")
        assert page.evaluate(GROUND) == "rgb(255, 225, 77)"
        assert contrast(page, ".bh-name", ".md-header") >= 4.5
        assert contrast(page, ".bh-up a", "body") >= 4.5


def test_a_palette_with_toggles_has_its_colours_for_each_scheme(
    toggled: BuiltSite, page: Page
) -> None:
    page.route("https://**", lambda route: route.abort())
    with serving(toggled.folder) as server:
        page.goto(f"{server.address}/")
        html, button = page.locator("html"), page.get_by_role("button", name="Colours")
        seen = [("automatic", html.get_attribute("data-md-color-primary"))]
        for _ in range(2):
            button.click()
            chosen = button.inner_text().removeprefix("Colours: ")
            seen.append((chosen, html.get_attribute("data-md-color-primary")))
    assert seen == [("automatic", "teal"), ("light", "teal"), ("dark", "red")]


def test_one_scheme_without_a_toggle_is_no_choice(custom: BuiltSite, page: Page) -> None:
    # Before any script runs, too.
    assert attribute(custom.page("").select_one("html"), "data-md-color-scheme") == "slate"
    with serving(custom.folder) as server:
        page.goto(f"{server.address}/")
        assert page.locator("html").get_attribute("data-md-color-scheme") == "slate"
        assert page.get_by_role("button", name="Colours").count() == 0


def test_fonts_come_from_elsewhere_only_where_the_base_asks_for_them(
    branded: BuiltSite, toggled: BuiltSite
) -> None:
    links = [attribute(link, "href") for link in toggled.page("").select("link[rel=stylesheet]")]
    family = "Open+Sans:300,300i,400,400i,700,700i"
    assert f"https://fonts.googleapis.com/css?family={family}&display=fallback" in links
    sheet = (toggled.folder / "assets/beforehand/fonts.css").read_text(encoding="utf-8")
    assert sheet == ':root {\n  --md-text-font: "Open Sans";\n}\n'
    # Material would load Roboto for a theme that says nothing of fonts.
    assert not [it for it in branded.page("").select("link") if "//" in attribute(it, "href")]


def test_what_authors_wrote_is_in_their_language_and_the_words_around_are_english(
    branded: BuiltSite,
) -> None:
    page = branded.page(LESSON)
    assert attribute(page.select_one("html"), "lang") == "en"
    assert [tag.name for tag in page.select("[lang=fr]")] == ["h1", "p", "div"]
    assert branded.page("all/").select_one("main li a[lang=fr]")
    assert "Records are marked as fr" in branded.log


def test_a_result_says_in_which_language_its_lesson_is(branded: BuiltSite, page: Page) -> None:
    with serving(branded.folder) as server:
        page.goto(f"{server.address}/solved/?q=pumps")
        found = page.locator("#bh-found li")
        settled(page)
        assert found.locator("h2 a").get_attribute("lang") == "fr"
        assert found.locator(".bh-strip[lang], .bh-strip [lang]").count() == 0


def test_a_page_that_is_not_found_can_be_read_below_a_path_that_nobody_set(
    branded: BuiltSite, page: Page
) -> None:
    text = (branded.folder / "404.html").read_text(encoding="utf-8")
    # Served where none of its style sheets is.
    page.route("**/*", lambda route: route.fulfill(status=404, body=text, content_type="text/html"))
    page.goto("http://team.invented.example/team/site/no/such/page/")
    family, width = page.evaluate(
        "(({ fontFamily, maxWidth }) => [fontFamily, maxWidth])(getComputedStyle(document.body))"
    )
    assert (family, width) == ("system-ui, sans-serif", "640px")


@pytest.mark.parametrize(
    ("stated", "choices"),
    [
        (None, ("automatic", "light", "dark")),
        ("slate", ("automatic", "light", "dark")),
        ({"primary": "red"}, ("automatic", "light", "dark")),
        ({"scheme": "preference"}, ("automatic", "light", "dark")),
        ({"scheme": "youtube"}, ("youtube",)),
        ([{"scheme": "default"}, {"scheme": "slate"}], ("light", "dark")),
        (
            [
                {"media": "(prefers-color-scheme: light)", "scheme": "default"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
            ],
            ("automatic",),
        ),
    ],
)
def test_a_palette_says_what_readers_choose_between(
    stated: object, choices: tuple[str, ...]
) -> None:
    assert palette_of(stated).choices == choices


def test_a_name_that_is_no_font_reaches_no_style_sheet() -> None:
    assert fonts_of({"text": 'A"; } body { display: none', "code": ""}) is None
