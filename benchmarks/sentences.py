"""The sentences that invented lessons are made of: a line each, under the section they belong to.

A name in braces is a block of :mod:`benchmarks.wordstock` or a fact of the lesson.
"""

from __future__ import annotations

STOCK = """
[title]
{remedy}
{remedy}
{remedy} at {place}
{remedying} saves {value}
Why the {noun} {failed} during {occasion}
What to do when the {noun} {fails}
{remedy}, not after {event}
{remedying}: what {people} learned at {place}
One {noun} for all {people} at {place}
[problem]
The {thing} {fails} {when}, so {so}.
The {thing} {fails} {when}, and {so}.
{when}, the {thing} {fails} and {so}.
Our {thing} {fails} {when}; {people} notice only once {so}.
How do we cope when the {thing} {fails} {when} and {so}?
Nobody can say why the {thing} {fails} {when}; meanwhile {so}.
[takeaway]
{remedy}, or {so}.
{remedy}: it costs {duration} and saves {value}.
Ask the {people} before you change the {noun}.
{remedy}, even when {condition}.
Any {noun} that {fails} is a sign that {cause}.
{remedying} matters most when {condition}.
[What happened]
In {season} of {year} the {team} at {site} found that the {thing} {failed} during {occasion}.
It was the third time in {duration} that the {noun} {failed}, and nobody had linked the cases.
The {people} in the {spot} first noticed it in {season} of {year}.
At {site} the {thing} {failed} during {occasion}, and {people} had to improvise for {duration}.
The {roles} on duty reached for the {paper}, but it said nothing about the {noun}.
Within {duration} the {step} had stopped and {number} people were waiting in the {area}.
A call to {place} brought the {product} {device} on loan, which helped for {duration}.
The {adjective_device} {device} was moved to the {area} so that work could go on.
One of the {roles} remembered a similar case at {place}, where the {device} had been {fault}.
The log of that day shows {num} calls about the {noun}, {number} of them within one hour.
By the time {roles} arrived, the {supply} had been used up and the {step} was {duration} behind.
The {device} had been {fault} since {year}, as a photograph from {place} later showed.
Notice {code} had warned of it, but it was filed under {place} and not under {site}.
Two {roles} and the {people} met the same evening and wrote down what they had seen.
The {team} stopped the {step} and asked for help from {place}.
What looked like a fault of the {noun} began with the {adjective_step} {step} {duration} earlier.
The {product} unit from {place} behaves in the same way when {condition}.
[The problem]
The {noun} {fails} {when}, and each time {so}.
On paper the {step} catches this; in practice {cause}.
It is not the {noun} alone: {cause}, and {cause}.
Some {pct}% of {num} cases at {site} went the same way before anyone counted them.
The {people} saw the effect, the {roles} saw the cause, and neither knew of the other.
Everybody had a different name for it, so reports of the {noun} were never put together.
The real difficulty was {hazard}: when {condition}, nobody looks at the {paper}.
It costs about {num} hours a year at {site} alone, and {value} that is harder to count.
Earlier attempts to solve it with a new {paper} made the {adjective_step} {step} slower.
The same {noun} works without trouble at {place}, which misled the {roles} for {duration}.
[What was done]
First the team {remedied}.
Then they {remedied2} and wrote the result on the {paper}.
The {people} walked through the {step} with the {roles}, minute by minute.
One {adjective_paper} {paper} was drawn up with {place} and tried for {duration}.
They borrowed the {product} {device} from {place} to see whether it would behave differently.
The {supply} was set apart in the {area}, with a list of who may take it.
Each of the {number} {roles} tried the new {step} once before it counted.
An outsider from {place} asked why the {paper} was needed at all, and half of it was dropped.
They measured for {duration}, changed one thing, and measured again.
The {adjective_device} {device} was {fault} on purpose to see who would notice.
The team agreed on one name for the fault and put it on the {device} and on the {paper}.
A short film of the {step} was made in the {spot} with a telephone.
The supplier of the {product} was asked to come to {site} and watch {occasion}.
Everybody who touches the {noun} got {duration} to practise.
[Challenges]
The hardest part was {hazard}: {roles} felt {feeling} about one more {step}.
The {people} were {feeling}, because an earlier change to the {paper} had cost them {value}.
Spare parts for the {product} took {duration} to arrive from {place}.
There was no budget for a second {device}, so the {team} shared one with {place}.
Twice the new {step} was dropped when {condition}.
Rules at {place} did not allow the {supply} to be kept in the {area}.
Two of the {number} {roles} moved on during the trial, and what they knew went with them.
The numbers were small, so chance may explain part of the change.
It was hard to keep the {paper} short, as each of the {roles} wanted one more line.
In the middle of it {cause}, which delayed everything by {duration}.
[Results]
Within {duration} the fault came up {number} times instead of {num}.
After {duration} the {step} took {pct}% less time, and {roles} asked to keep it.
The {noun} has not failed since {season} of {year}, through {number} rounds of {occasion}.
Of {num} cases in {year}, {pct}% were caught before {occasion}; it had been fewer than a tenth.
At {place} the same change had no effect, because there the {people} already did it.
{people} said that they felt {feeling} at first and {feeling} after {duration}.
Complaints about the {adjective_device} {device} fell by {pct}% in {duration}.
The {supply} lasted {duration} longer, and less of it was thrown away.
Nobody measured {value}, which may have been the largest gain.
A count in the {spot} showed {num} uses of the new {paper} in {duration}.
The effect faded after {duration}, and came back when the {team} had {remedied2}.
[What was learned]
{remedy}: it is the one step that made a difference.
Any {noun} that {fails} {when} is seldom the first cause; look for the moment when {condition}.
{people} knew of the weakness long before, but nobody had asked them.
{remedying} takes {duration} and needs no money.
The {paper} must say who acts, not only what has to be done.
It pays to ask {roles} from {place}, who had met the same with the {device}.
{hazard} explains more than carelessness: under {hazard} the {step} was the first thing to go.
A rule without a reason lasts {duration}; tell the {roles} what happened at {site}.
What works in the {spot} does not carry over to the {area} by itself.
One good {supply} is worth more than {number} warnings.
If the {adjective_device} {device} and the {paper} disagree, believe neither before a look at both.
Small trials of {duration} convinced the {roles} where a report had not.
Write down the failed attempts too: the {product} trial saved {place} from repeating it.
[When it applies]
Where {people} and {roles} share one {noun}.
Wherever {condition} and the {step} cannot be repeated.
At sites like {site}, with {number} or more {roles} on a shift.
When {cause} and there is at least {duration} before {occasion}.
If the {noun} is of the {product} type or older than {year}.
Where the {paper} is the only record of the {adjective_step} {step}.
[When it does not]
Where there is only one {noun} and one person who uses it.
At {place}, where the {step} is done by a contractor, it made no difference.
If {condition}, safety comes first and the {paper} can wait.
When the {supply} cannot be replaced within {duration}.
It does not help against {hazard}.
For the {product} the maker gives other advice.
[Next steps]
The {team} will {remedy2} and report in {season}.
A second trial at {place} starts once the {adjective_device} {device} has arrived.
The {roles} will be asked again after {duration}.
Somebody has to decide whether the {paper} stays.
The {people} want to know whether it also works during {event}.
Stocks of the {supply} will be counted at {number} more places, {place} and {place} among them.
[Want to know more]
Ask the {team} for the {paper} and for the photographs from the {spot}.
The {product} settings are kept with the {paper} at {site}, under number {code}.
The {team} is glad to show the {noun} to visitors, except during {occasion}.
A folder with {num} examples is kept in the {area} at {place}.
[link]
The cause is much the same as in [{link_title}]({link}), although the {noun} differs.
The {roles} had read [{link_title}]({link}) and tried its advice on the {noun}.
Compare [{link_title}]({link}), where {people} faced it when {condition}.
Before you change the {paper}, read [{link_title}]({link}).
What [{link_title}]({link}) says about the {device} held true at {site} as well.
[assist link]
It was talked through with visitors in [{link_title}]({link}), which lasted {hours} hours.
The visitors of [{link_title}]({link}) were the first to ask about the {paper}.
Most of this goes back to [{link_title}]({link}), where the {people} put their case.
[advice]
{remedy}.
{remedy2}.
Tell the {roles} why the {step} matters.
Keep the {supply} in the {area}, not in the {spot}.
Name one person for the {device}, and another for {days}.
Stop when {condition}, and say so.
Look at the {paper} after {event}.
[assist]
The {team} asked for help because the {thing} {fails} {when}.
Visitors from {place} and {place} had met the same with the {device} when {condition}.
The host laid out the {paper} and the history of the {noun} since {year}, in {number} pictures.
The visitors asked about {hazard} first, and about the {step} only later.
One option came up {number} times: {remedy}.
The host had expected to talk about {hazard}, but the visitors kept coming back to the {paper}.
Nobody had brought figures on the {supply}, which was felt as a gap.
[plan]
The {team} wants to hear how others deal with it when the {thing} {fails} {when}.
So far we have {remedied}, without lasting effect.
Visitors who know the {device} or the {adjective_step} {step} are welcome at {site}.
We can still change the {paper} and the {step}; the {supply} has been ordered.
[reuse]
We {remedied} at {site} for {duration}, with {number} {roles}.
In our case the {noun} was older, and {cause}.
The {roles} were {feeling} at first, and {feeling} after {duration}.
It took {duration} rather than the time that the lesson gives.
The {paper} had to be translated for the {people}.
[changed]
{number} {roles} instead of one
Half of the {paper}
The {step} moved to the {area}
The {product} instead of the {noun}
The order: first the {step}, then the {paper}
"""
