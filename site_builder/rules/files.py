"""Rules about files as such: can they be read, and where does the header begin and end."""

from __future__ import annotations

from site_builder.rules.rule import error, note, warning

_CANNOT_READ = "A file that cannot be read the same way by everybody is left out of the site."
_LOST = "Some programs silently drop one of the values, and what an author wrote is lost."

RULES = (
    error(
        id="file-not-utf8",
        summary="The file is not UTF-8 text.",
        why=_CANNOT_READ,
        fix="Save the file with the encoding UTF-8. Most editors offer it under *Save as*.",
    ),
    error(
        id="file-bom",
        summary="The file begins with a byte order mark.",
        why="The mark is invisible and comes before the three dashes, so that the whole header would be read as text.",
        fix="Save the file as *UTF-8*, not as *UTF-8 with BOM*.",
    ),
    error(
        id="file-nul",
        summary="The file holds a NUL character.",
        why="Text holds no such character: this is probably a document of another program under the name of a Markdown file.",
        fix="Copy the text into a plain text editor and save it from there.",
    ),
    error(
        id="file-too-large",
        summary="The file is larger than 1 MB.",
        why="A lesson is a page or two. A larger file is nearly always something else, and slows every check and every reader.",
        fix="Keep the lesson, and link to the large document instead.",
    ),
    error(
        id="file-unreadable",
        summary="The file cannot be opened.",
        why="What cannot be opened cannot be checked or published.",
        fix="Look at the permissions of the file, and at where it leads if it is a link.",
    ),
    error(
        id="file-outside",
        summary="The file is a symbolic link that leads out of the lessons folder.",
        why="It would publish a file that nobody reviewed, and it breaks in everybody else's copy. So would a link to a hidden file, or a link under another kind of name: a picture's name for a lesson, or a page's for a record.",
        fix="Replace the link with the file itself. A link to a file of the same kind in the same folder, or below it, is read like that file; a link to a folder is not followed.",
    ),
    error(
        id="image-unsafe",
        summary="The picture can run or load something.",
        why="An SVG is a program as well as a drawing: opened by itself, its scripts run as the site's own, and what it loads tells another host who is reading. A file that only has the name of a picture can be anything.",
        fix="Export the picture as plain SVG or as PNG, without scripts, HTML, links to other files and style sheets that load something. Texts in boxes of HTML become plain text in the settings of most programs.",
    ),
    warning(
        id="image-metadata",
        summary="The picture is published with whatever else is in its file.",
        why="Photos say where and when they were taken, and by whom. The site and public exports remove that from JPEG, PNG, GIF and WebP, and from SVG what drawing programs note. They cannot from this file: it is an AVIF with metadata, or no picture that browsers know.",
        fix="Save it as PNG, JPEG or WebP.",
    ),
    error(
        id="header-missing",
        summary="The file has no header.",
        why="The header says what the record is about, where it comes from and what it rests on. Without it nothing can be found or trusted.",
        fix="Begin the file with a line of three dashes, then the fields, then another line of three dashes.",
        wrong="## What happened",
        right="---\ntitle: Keep the agenda short\n---\n\n## What happened",
    ),
    error(
        id="header-unclosed",
        summary="The header is opened and never closed.",
        why="Without the closing line the fields cannot be told from the text.",
        fix="Put a line of three dashes after the last field.",
        wrong="---\ntitle: Keep the agenda short\n\n## What happened",
        right="---\ntitle: Keep the agenda short\n---\n\n## What happened",
    ),
    error(
        id="header-not-mapping",
        summary="The header is not a list of fields.",
        why="Each field is a name, a colon, a space and a value. Without the space it is read as one long word.",
        fix="Write each field as `name: value` on a line of its own.",
        wrong="title:Keep the agenda short",
        right="title: Keep the agenda short",
    ),
    error(
        id="header-too-deep",
        summary="The header nests deeper than any field needs.",
        why="It is nearly always a stray bracket or a wrong indentation, and can bring a program down.",
        fix="Look for an opening bracket without its partner, or for lines that are indented too far.",
    ),
    error(
        id="header-alias-bomb",
        summary="The header repeats itself by reference until it is too large to read.",
        why="A few lines of references to references can fill a computer's memory.",
        fix="Write the values out.",
    ),
    error(
        id="yaml-syntax",
        summary="The header is not valid YAML.",
        why="Nothing in it can be read until it is.",
        fix="Look at the place that is shown. The usual cause is a value with a colon in it, which needs quotes, or a tab, where YAML takes spaces.",
        wrong="title: Handover: keep it short",
        right='title: "Handover: keep it short"',
    ),
    error(
        id="yaml-tag",
        summary="A value begins with an exclamation mark, which means something special in YAML.",
        why="The words after the mark would be taken for the name of a type and lost.",
        fix="Put quotes around the value.",
        wrong="takeaway: !important Ask first",
        right='takeaway: "!important Ask first"',
    ),
    warning(
        id="value-cut",
        summary="Part of a value is read as a comment.",
        why="In YAML a space and a number sign begin a comment, so the rest of the line is lost.",
        fix="Put quotes around the whole value. If it is a comment, put a space after the number sign.",
        wrong="title: What we learned on ward #3",
        right='title: "What we learned on ward #3"',
    ),
    error(
        id="key-duplicate",
        summary="A field appears twice.",
        why=_LOST,
        fix="Keep one of the two.",
        wrong="team: north\nteam: south",
        right="team: north",
    ),
    error(
        id="key-case",
        summary="Two fields differ only in capital and small letters.",
        why=_LOST,
        fix="Keep the one in small letters.",
        wrong="team: north\nTeam: south",
        right="team: north",
    ),
    error(
        id="id-malformed",
        summary="The name of the file cannot serve as an id.",
        why="The file's name without its ending is the record's id, and its address on the site for good. It has to survive every system, e-mail and keyboard.",
        fix="Use small letters a to z, digits, and single hyphens between them.",
        wrong="Agenda (final).md",
        right="agenda.md",
    ),
    error(
        id="id-clash",
        summary="Two records of one kind have the same id.",
        why="An id is an address. Two records cannot live at the same address, and an alias must not hide a record. Some systems do not distinguish capital and small letters.",
        fix="Rename the newer file. Folders do not matter: ids are compared across all of them.",
        wrong="lessons/a/handover.md\nlessons/b/handover.md",
        right="lessons/a/handover.md\nlessons/b/night-handover.md",
    ),
    error(
        id="record-removed",
        summary="A lesson or an assist was removed or renamed, and nothing is left at its old address.",
        why="Others have linked to it, cited it, or rely on it. A page that vanishes leaves them with nothing, not even the reason. This rule needs an earlier version to compare with (`--changed-since`).",
        fix="Withdraw the lesson with its reason, or close the assist; its page then says so. If the record only has a new id, add the old one to its `aliases`.",
    ),
    warning(
        id="report-removed",
        summary="A report of use was removed.",
        why="The evidence level of its lesson rests on it, and would change silently. This rule needs an earlier version to compare with (`--changed-since`).",
        fix="Keep the report, and write a new one that tells what is different now.",
    ),
    note(
        id="field-order",
        summary="The fields of a lesson are in an unusual order.",
        why="Somebody who reads many lessons finds a field sooner in its usual place, and two versions are easier to compare.",
        fix="Run `lessons check --fix`, which moves each field with its comments. `lessons schema lesson` lists the order.",
        wrong="tags: [handover]\nevidence: experiential",
        right="evidence: experiential\ntags: [handover]",
    ),
    note(
        id="trailing-space",
        summary="A line has trailing spaces, or the file has no newline at its end.",
        why="Nobody sees them, and every comparison of two versions shows them. Two spaces in the middle of a paragraph break the line and are left alone, as is code.",
        fix="Run `lessons check --fix`, which corrects it.",
    ),
)
