"""What the plan of an assist lacks, or contradicts."""

from __future__ import annotations

from site_builder.library.checks.assist_plans import agenda, ending, meeting, plan

CHECKS = (*plan.CHECKS, *ending.CHECKS, *meeting.CHECKS, *agenda.CHECKS)
