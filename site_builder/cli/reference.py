"""``lessons schema`` and ``lessons explain``."""

from __future__ import annotations

import json

import click

from site_builder.cli.output import fail


@click.command()
@click.argument("kind", type=click.Choice(["lesson", "assist", "reuse", "vocabulary", "export"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of record.

    Editors use it to check and complete front matter. `export` is the schema of exports and of the
    files under api/ on the site.
    """
    from site_builder.exchange.exports.schema import export_schema
    from site_builder.records.schema import json_schema

    document = export_schema() if kind == "export" else json_schema(kind)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain a rule, or list all rules."""
    from site_builder.records.guess import did_you_mean
    from site_builder.rules import FAMILIES, RULES
    from site_builder.rules import explain as explanation

    if rule is None:
        width = max(map(len, RULES))
        for family, rules in FAMILIES.items():
            click.echo(f"{family}\n")
            for row in rules:
                click.echo(f"  {row.id:<{width}}  {row.severity:<7}  {row.summary}")
            click.echo()
    elif rule in RULES:
        click.echo(f"# {rule}\n\n{explanation(RULES[rule])}", nl=False)
    else:
        hint = did_you_mean(rule, RULES) or "`lessons explain` lists the rules"
        fail(f"there is no rule '{rule}'; {hint}")
