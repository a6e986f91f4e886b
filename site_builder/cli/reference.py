"""``lessons schema`` and ``lessons explain``."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("kind", type=click.Choice(["lesson", "assist", "reuse", "vocabulary", "export"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of record.

    Editors check and complete what one types with it. `export` is that of exports and of the files
    under api/ on the site.
    """
    from site_builder.exchange.exports.schema import export_schema
    from site_builder.records.schema import json_schema

    described = export_schema() if kind == "export" else json_schema(kind)
    click.echo(json.dumps(described, ensure_ascii=False, indent=2))


@click.command()
@click.argument("rule", required=False)
@click.pass_context
def explain(ctx: click.Context, rule: str | None) -> None:
    """Explain a rule, or list them all."""
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
        from site_builder.records.guess import did_you_mean

        hint = did_you_mean(rule, RULES) or "`lessons explain` lists the rules"
        ctx.fail(f"there is no rule '{rule}'; {hint}")
