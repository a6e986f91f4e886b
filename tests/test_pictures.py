"""Pictures are published as they look, and without what describes them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.pictures.raster import is_strippable, stripped
from site_builder.pictures.svg import active_parts, cleaned
from site_builder.project import read_project
from site_builder.publish.site import Site
from site_builder.theme import theme_dir
from tests.builders import lesson_text
from tests.exchange_bases import exported

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

SAID = b"Ann at 51.5,-0.1"


def exif(order: str, turned: int | None) -> bytes:
    """Return EXIF with a name, and with an orientation if there is one."""
    fields = [struct.pack(f"{order}HHI4s", 0x010F, 2, 4, b"Ann\0")]
    if turned:
        fields.append(struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0))
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    return head + struct.pack(f"{order}H", len(fields)) + b"".join(fields) + bytes(4) + SAID


def segment(kind: int, content: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(content) + 2) + content


DRAWN = (
    segment(0xDB, bytes(65)) + segment(0xC2, bytes(15)) + segment(0xDA, bytes(8)) + b"\1\xff\0\2"
    b"\xff\xd0\3" + segment(0xC4, bytes(20)) + segment(0xDA, bytes(8)) + b"\4\5\xff\xd9"
)
PROFILE = segment(0xE2, b"ICC_PROFILE\0\1\1colours")


def jpeg(order: str = ">", turned: int | None = None) -> bytes:
    """Return a JPEG with everything that a camera and a program may add."""
    return b"".join(
        (
            b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            segment(0xE1, b"Exif\0\0" + exif(order, turned)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SAID) + PROFILE,
            segment(0xE2, b"MPF\0" + SAID) + segment(0xED, b"Photoshop 3.0\0" + SAID),
            b"\xff" + segment(0xFE, SAID) + segment(0xEB, SAID) + segment(0xEE, b"Adobe\0\1"),
            DRAWN + SAID,
        )
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png(order: str = ">", turned: int | None = None) -> bytes:
    texts = [chunk(kind, SAID) for kind in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX", b"prVt")]
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"gAMA", bytes(4)),
            chunk(b"eXIf", exif(order, turned)) + b"".join(texts),
            chunk(b"IDAT", b"points") + chunk(b"tEXt", SAID) + chunk(b"IEND", b"") + SAID,
        )
    )


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
        for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp(order: str = "<", turned: int | None = None) -> bytes:
    """Return a WebP whose flags promise a profile, transparency, EXIF and XMP."""
    return riff(
        (b"VP8X", b"\x3c" + bytes(9)),
        (b"ICCP", b"colours"),
        (b"VP8 ", b"points"),
        (b"EXIF", b"Exif\0\0" + exif(order, turned)),
        (b"XMP ", SAID + b"!"),
        (b"C2PA", SAID),
    )


SCREEN = b"GIF89a\1\0\1\0\x80\0\0" + bytes(6)
TURNS = b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
POINT = b"!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\x80" + bytes(6) + b"\2\2D\1\0"


def gif(*_turned: object) -> bytes:
    comment = b"!\xfe" + bytes([len(SAID)]) + SAID + b"\0"
    data = b"!\xff\x0bXMP DataXMP" + bytes([len(SAID)]) + SAID + b"\0"
    return SCREEN + TURNS + comment + data + POINT + comment + b";" + SAID


@pytest.mark.parametrize("make", [jpeg, png, webp, gif])
class TestAPictureOfPoints:
    def test_it_says_nothing_of_anybody(self, make: Callable[..., bytes]) -> None:
        assert SAID in make()
        assert b"Ann" not in stripped(make("<", 6))

    def test_it_stays_as_it_is_the_second_time(self, make: Callable[..., bytes]) -> None:
        once = stripped(make(">", 8))
        assert stripped(once) == once

    def test_any_part_of_it_is_read_without_an_error(self, make: Callable[..., bytes]) -> None:
        whole = make(">", 3)
        for end in range(len(whole)):
            assert isinstance(stripped(whole[:end]), bytes)


class TestWhatIsDrawn:
    def test_of_a_jpeg_the_points_and_the_profile_stay(self) -> None:
        assert stripped(jpeg()) == b"".join(
            (
                b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
                PROFILE + segment(0xEE, b"Adobe\0\1") + DRAWN,
            )
        )

    def test_of_a_png_the_points_and_the_colours_stay(self) -> None:
        kept = chunk(b"IHDR", bytes(13)) + chunk(b"gAMA", bytes(4)) + chunk(b"IDAT", b"points")
        assert stripped(png()) == b"\x89PNG\r\n\x1a\n" + kept + chunk(b"IEND", b"")

    def test_of_a_webp_the_points_and_the_profile_stay_and_no_other_is_promised(self) -> None:
        drawn = [(b"ICCP", b"colours"), (b"VP8 ", b"points")]
        assert stripped(webp()) == riff((b"VP8X", b"\x30" + bytes(9)), *drawn)

    def test_of_a_gif_the_points_and_the_loop_stay(self) -> None:
        assert stripped(gif()) == SCREEN + TURNS + POINT + b";"

    def test_what_is_cut_off_stays_unless_it_is_text(self) -> None:
        start = b"\x89PNG\r\n\x1a\n"
        assert stripped(start + chunk(b"IDAT", b"points")[:-6]).endswith(b"IDATpoin")
        assert stripped(start + chunk(b"tEXt", SAID)[:-6]) == start
        cut = len(SAID) + 4
        assert stripped(jpeg()[:-cut]).endswith(DRAWN[-20:-4])


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(2, 9))
class TestATurnedPicture:
    def test_a_jpeg_stays_turned(self, order: str, turned: int) -> None:
        assert alone(order, turned) in stripped(jpeg(order, turned))

    def test_a_png_stays_turned(self, order: str, turned: int) -> None:
        assert chunk(b"eXIf", alone(order, turned)) in stripped(png(order, turned))

    def test_a_webp_stays_turned(self, order: str, turned: int) -> None:
        done = stripped(webp(order, turned))
        assert done.endswith(b"EXIF" + struct.pack("<I", 26) + alone(order, turned))
        assert done[20] == 0x38


def alone(order: str, turned: int) -> bytes:
    """Return EXIF that holds an orientation and nothing else."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HIH", 42, 8, 1)
    return head + struct.pack(f"{order}HHIHHI", 0x0112, 3, 1, turned, 0, 0)


@given(
    st.binary(), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg>"])
)
def test_no_bytes_bring_a_reader_down(data: bytes, start: bytes) -> None:
    written = start + data
    assert is_strippable(written) or stripped(written) == written
    active_parts(written)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:x="http://example.org/x">{}</svg>'
)
ACTIVE = r"""
<script>report()</script>
<SCRIPT/>
<x:by><g xmlns="http://www.w3.org/2000/svg"/></x:by><script/>
<foreignObject/>
<handler/>
<listener/>
<iframe src="a.html"/>
<p xmlns="http://www.w3.org/1999/xhtml"/>
<g onclick="report()"/>
<g ONLOAD="report()"/>
<image href="a.png"/>
<image href="//example.org/a.png"/>
<image xlink:href=" https://example.org/a.png"/>
<image href="data:image/svg+xml,a"/>
<feImage href="a.png"/>
<use href="a.svg#b"/>
<textPath href="a.svg#b"/>
<a href="javascript:report()"/>
<a href="data:text/html,a"/>
<a xlink:href="&#1;java&#10;script:report()"/>
<g xml:base="https://example.org/"/>
<set attributeName="href" to="a"/>
<animate attributeName="xlink:href" to="a"/>
<animate attributeName="onclick" to="a"/>
<animate attributeName="a" values="b; javascript:c"/>
<animate attributeName="fill" to="url(//example.org/a#b)"/>
<rect fill="url(//example.org/a#b)"/>
<rect fill="URL( 'https://example.org/a#b')"/>
<rect cursor="url(a.cur), auto"/>
<rect mask="url(a.svg#b)"/>
<rect clip-path="u\72l(a.svg#b)"/>
<rect style="background: url(a.png)"/>
<rect style="fill: url(data:image/svg+xml,a)"/>
<rect style="behavior: url(#a)"/>
<style>@import "a.css";</style>
<style><![CDATA[@import url(a.css)]]></style>
<style>@im<!-- a -->port "a.css";</style>
<style>@font-face { src: url(https://example.org/a.woff2) }</style>
<style>a { content: "/*"; fill: url(//example.org/a) /* */ }</style>
<style>a { background: image-set("a.png" 1x) }</style>
<style>@\69mport "a.css";</style>
<style><g/>@import "a.css";</style>
<?xml-stylesheet href="a.css"?>
"""
DRAWN_ONLY = r"""
<rect fill="url(#a)" style="filter: url( '#b' ) ; fill: red" mask='url("#c")'/>
<image href="data:image/png;base64,AAAA"/>
<use xlink:href="#a"/>
<a href="https://example.org/"><text font-family="A\B">url(a) @import</text></a>
<animate attributeName="x" values="1;2" to="3"/>
<style>@font-face { src: url(data:font/woff2;base64,AA) } .a { fill: url(#b) }</style>
<switch><g systemLanguage="en"/></switch>
<metadata><script/></metadata>
<x:by onclick="report()" href="a.png"/>
<g x:href="a.png" x:onclick="report()"/>
"""
REMARKS = """
<!-- Ann -->
<?ann?>
<metadata><x:by>Ann</x:by></metadata>
<x:by>Ann</x:by>
<g x:file="/srv/Ann"/>
<g content="Ann"/>
"""


class TestADrawing:
    def test_without_remarks_it_keeps_every_byte(self) -> None:
        text = SVG.format('\n <rect  style="fill:red"\n/>').replace(
            ' xmlns:x="http://example.org/x"', ""
        )
        assert cleaned(text.encode()) == text.encode()

    @pytest.mark.parametrize("remark", REMARKS.split("\n")[1:-1])
    def test_remarks_of_its_program_are_not_published(self, remark: str) -> None:
        done = cleaned(SVG.format(f"<title>A</title>{remark}<text>B{remark}C</text>").encode())
        assert b"Ann" not in done
        assert b"ann?" not in done
        assert b"<title>A</title>" in done
        assert active_parts(done) == []

    @pytest.mark.parametrize("part", ACTIVE.split("\n")[1:-1])
    def test_what_runs_or_loads_something_is_found(self, part: str) -> None:
        assert active_parts(SVG.format(part).encode())

    @pytest.mark.parametrize("part", DRAWN_ONLY.split("\n")[1:-1])
    def test_what_is_only_drawn_is_not(self, part: str) -> None:
        assert active_parts(SVG.format(part).encode()) == []

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<svg>",
            b"<html/>",
            b"\x1f\x8b\x08",
            '<svg onload="a()"/>'.encode("utf-16"),
            b'<?xml version="1.0" encoding="UTF-7"?>+ADw-svg/+AD4-',
            b'<?xml version="1.0" encoding="none"?><svg/>',
            b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
            b'<!DOCTYPE svg SYSTEM "a.dtd"><svg>&a;</svg>',
            b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "a()">]><svg/>',
            b"<svg>" + b"<g>" * 1000 + b"</g>" * 1000 + b"</svg>",
        ],
    )
    def test_what_cannot_be_read_for_certain_is_found(self, data: bytes) -> None:
        assert active_parts(data)

    def test_text_around_a_remark_stays(self) -> None:
        done = cleaned(SVG.format("<text>A<x:by/>B<tspan>C</tspan>D<x:by/>E</text>").encode())
        assert b"<text>AB<tspan>C</tspan>DE</text>" in done

    def test_a_photo_within_it_loses_what_describes_it(self) -> None:
        photo = b64encode(jpeg()).decode()
        done = cleaned(
            SVG.format(f'<image href="data:image/jpeg;base64,{photo}"/>').encode()
        ).decode()
        assert b64decode(done.partition("base64,")[2].partition('"')[0]) == stripped(jpeg())

    def test_its_own_picture_of_the_site_is_one(self) -> None:
        icon = (theme_dir() / "assets/beforehand/favicon.svg").read_bytes()
        assert active_parts(icon) == []
        assert cleaned(icon) == icon


class TestWhatLeaves:
    """A base with a photo and a drawing, each with a name in it."""

    DRAWING = SVG.format(f"<metadata>{SAID.decode()}</metadata><rect/>").encode()

    @pytest.fixture
    def base(self, make_base: Callable[[dict[str, str]], Base]) -> Base:
        made = make_base({"a.md": lesson_text()})
        (made.root / "lessons/pump.jpeg").write_bytes(jpeg(turned=6))
        (made.root / "lessons/plan.SVG").write_bytes(self.DRAWING)
        (made.root / "lessons/notes.txt").write_bytes(SAID)
        return made

    def test_a_site_shows_them_without_it(self, base: Base) -> None:
        site = Site(base.load(), read_project(base.root), dict)
        assert dict(site.files.pictures()) == {
            "pump.jpeg": stripped(jpeg(turned=6)),
            "plan.SVG": cleaned(self.DRAWING),
        }

    @pytest.mark.parametrize("private", [False, True])
    def test_a_bundle_holds_it_only_if_it_is_private(self, base: Base, *, private: bool) -> None:
        data = exported(base.root, "markdown-bundle", private=private)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert (SAID in archive.read("lessons/pump.jpeg")) is private
            assert (SAID in archive.read("lessons/plan.SVG")) is private
