"""The phrases that invented lessons are made of.

Each block has a name, and after it the domain it belongs to, if it does not belong to all. Phrases
are parted by semicolons and stand in the order of how often they are drawn, most often first. A
name in braces is another block, or one of the facts of the lesson being written. Forms of one
phrase are parted by slashes: present and past of what fails, base, past and -ing form of verbs.
"""

from __future__ import annotations

STOCK = """
[roles engineering]
operators; technicians; shift supervisors; fitters; inspectors; planners; welders; riggers
control room staff; electricians; design engineers; drillers; buyers; storekeepers; surveyors
commissioning engineers; scaffolders; draughtsmen; quality engineers; divers; crane drivers
apprentices; metallurgists; programmers; contract managers; safety advisers; estimators
[roles hospital]
nurses; junior doctors; ward clerks; pharmacists; porters; consultants; midwives; healthcare aides
theatre staff; anaesthetists; radiographers; bed managers; physiotherapists; paramedics; surgeons
laboratory scientists; dietitians; matrons; registrars; receptionists; discharge coordinators
infection nurses; phlebotomists; clinical engineers; cleaners; outpatient nurses; volunteers
[roles aid]
field officers; volunteers; drivers; warehouse staff; enumerators; health workers; engineers
logisticians; community leaders; cashiers; hygiene promoters; interpreters; camp managers
programme managers; nutritionists; carpenters; vaccinators; finance officers; partner staff
hotline operators; water committees; social workers; guards; data clerks; village elders
[area engineering]
compressor hall; pump house; tank farm; substation; control room; fabrication yard; valve chamber
drill floor; loading bay; cable cellar; boiler house; paint shop; laydown area; pipe rack; workshop
turbine deck; jetty; switch room; stores; test bay; cooling tower basin; mud room; flare area
[area hospital]
medical ward; admission unit; recovery room; sluice; pharmacy hatch; intensive care unit; corridor
outpatient clinic; scanner room; delivery suite; resuscitation bay; blood bank; day surgery unit
discharge lounge; surgical ward; laboratory reception; children's ward; equipment library; mortuary
[area aid]
warehouse; distribution point; registration tent; health post; pump site; camp entrance; field base
market square; school yard; transit centre; border crossing; feeding centre; community hall; river
landing; truck park; airstrip; water kiosk; latrine block; radio room; village clinic; quarantine
[event engineering]
start-up; shift handover; a planned shutdown; a pressure test; winter running; a plant trip
hot work; a crane lift; cable pulling; a tank entry; an acceptance test; loop checks; a power cut
pigging; night work; a software upgrade; heavy rain; a tie-in; the annual overhaul; a spill
ramp-up; flaring; a drill; a change of contractor; line flushing; a design freeze; purging
a heat wave; dewatering
[event hospital]
the night shift; ward rounds; admission; transfer between wards; discharge; theatre turnover
triage; visiting hours; a system downtime; bank holiday weekends; a major incident; the winter peak
intake; a fire drill; shift change; mealtimes; the first week of new doctors; an outbreak
resuscitation; weekend cover; a ward move; a heat wave; induction; an audit; peak clinic hours
induction of labour
[event aid]
distribution days; the rainy season; registration; a convoy; the lean season; flooding; elections
a border closure; site relocation; the planting season; a cholera outbreak; a curfew; market days
a fuel shortage; the first month of a response; school holidays; harvest; a strike; a cyclone
Ramadan; a donor visit; a change of partner; a landslide; return movements; a bank closure
network outages
[condition]
two teams share it; the usual person is away; staff are new; the workload doubles; it is moved
the network is down; nobody is named for it; the supplier changes
the order changes at short notice; three jobs run at once; the deadline moves
the manual is in another language; light is poor; the budget is cut; a temporary version stays
the first attempt fails; rules differ between sites; it is done in a hurry; the plan is a year old
the alarm is muted; a visitor takes over; it is cold; the queue is long; protective gloves are worn
the handbook is missing; two shifts overlap
[when]
during {occasion}; after {occasion}; when {condition}; before {occasion}
during {occasion} and again {duration} later; whenever {condition}; in the {spot} during {occasion}
when {condition} after {occasion}; in the {spot} when {condition}; on {days} after {occasion}
[days]
Mondays; Fridays; weekends; Sundays; public holidays; the last day of the month; Saturdays; nights
[fails device]
stops without an alarm / stopped without an alarm
drifts out of calibration / drifted out of calibration; loses power / lost power
overheats / overheated; reads too low / read too low; jams / jammed; leaks / leaked
reads too high / read too high; cannot be isolated / could not be isolated
trips twice a week / tripped twice a week; freezes after an update / froze after an update
is left in the wrong position / was left in the wrong position; vibrates badly / vibrated badly
shows a fault that nobody can clear / showed a fault that nobody could clear; stalls / stalled
drains its battery overnight / drained its battery overnight; starts by itself / started by itself
fails its first test / failed its first test; fits no replacement part / fitted no replacement part
wears out in half its expected life / wore out in half its expected life; rattles / rattled
gives two different readings / gave two different readings; is out of reach / was out of reach
clogs with sediment / clogged with sediment; corrodes under its cover / corroded under its cover
is borrowed and not returned / was borrowed and not returned; stays locked / stayed locked
sends its warning to an empty room / sent its warning to an empty room; sticks / stuck
resets to factory settings / reset to factory settings; cannot be cleaned / could not be cleaned
[fails paper]
is filled in from memory / was filled in from memory
exists in two versions / existed in two versions
is signed without being read / was signed without being read; goes missing / went missing
is out of date / was out of date; leaves out the time / left out the time
is illegible / was illegible; contradicts the screen / contradicted the screen
arrives after the decision / arrived after the decision
is kept in one private folder / was kept in one private folder; has no owner / had no owner
names a role that no longer exists / named a role that no longer existed
takes forty minutes to complete / took forty minutes to complete; mixes two units / mixed two units
is copied with its old errors / was copied with its old errors
has no room for doubts / had no room for doubts
is written in a language few can read / was written in a language few could read
skips the one question that matters / skipped the one question that mattered
repeats what another form asks / repeated what another form asked; is ignored / was ignored
hides the urgent lines / hid the urgent lines; needs five signatures / needed five signatures
[fails step]
is skipped / was skipped; takes twice as long as planned / took twice as long as planned
is done differently by each shift / was done differently by each shift
is interrupted / was interrupted
depends on one experienced person / depended on one experienced person; starts late / started late
begins before the permit is issued / began before the permit was issued; is rushed / was rushed
is done by one person alone / was done by one person alone
is repeated needlessly / was repeated needlessly
ends without a decision / ended without a decision; happens too late / happened too late
is left to the newest member / was left to the newest member; has no stop rule / had no stop rule
is recorded as done but is not / was recorded as done but was not
is misunderstood / was misunderstood; leaves half the people out / left half the people out
is never followed up / was never followed up; clashes with other work / clashed with other work
is cancelled without notice / was cancelled without notice
[fails supply]
arrives late / arrived late; arrives with the wrong label / arrived with the wrong label
runs out / ran out; expires in the store / expired in the store
is stored too warm / was stored too warm
is mixed with an older batch / was mixed with an older batch; gets wet / got wet; breaks / broke
cannot be traced to its supplier / could not be traced to its supplier; is hoarded / was hoarded
is handed out twice / was handed out twice; is damaged in transport / was damaged in transport
is ordered in the wrong size / was ordered in the wrong size; is miscounted / was miscounted
is used before its release / was used before its release; looks like another / looked like another
costs three times the estimate / cost three times the estimate; is diverted / was diverted
is kept behind a locked door / was kept behind a locked door; is stolen / was stolen
[so engineering]
the line stands idle; {roles} work around it; the repair starts without drawings
the tank overflows; the {step} has to be repeated; {roles} wait for {duration}
a relief valve lifts; pressure is lost; the contract is claimed against; nobody trusts the reading
a spare is taken from a running unit; the {paper} no longer matches the plant
the unit restarts cold; the weld is cut out again; the fault is found at the next overhaul
{roles} override the trip; the lift is called off; oil is lost
[so hospital]
patients wait longer than they should; a dose is given twice; {roles} work around it
beds stay empty; the {step} has to be repeated; a result reaches the wrong ward; the list overruns
a dose is missed; {roles} spend {duration} on the phone; a patient is moved twice
relatives hear it last; a line is lost; the {paper} no longer matches the patient
the alarm is ignored; a scan is booked again; theatre idles; the deterioration is seen too late
{roles} stay after their shift; samples are thrown away
[so aid]
families go home with nothing; trucks wait at the gate; {roles} work around it; queues turn angry
the {step} has to be repeated; the poorest are missed; water is carried from the river
stock is lost; {roles} lose the trust of the community; payments are made twice
the report is wrong; tents collapse; the {paper} no longer matches the site
children are turned away; prices rise; a partner pulls out; the road closes before delivery
{roles} travel back for {duration}; complaints go unanswered
[verb device]
check / checked / checking; test / tested / testing; label / labelled / labelling
service / serviced / servicing; isolate / isolated / isolating; replace / replaced / replacing
move / moved / moving; calibrate / calibrated / calibrating; guard / guarded / guarding
clean / cleaned / cleaning; lock / locked / locking; inspect / inspected / inspecting
standardise / standardised / standardising; reserve / reserved / reserving; tag / tagged / tagging
mount / mounted / mounting; charge / charged / charging; monitor / monitored / monitoring
[verb paper]
update / updated / updating; shorten / shortened / shortening; print / printed / printing
read aloud / read aloud / reading aloud; review / reviewed / reviewing; sign / signed / signing
translate / translated / translating; replace / replaced / replacing; share / shared / sharing
rewrite / rewrote / rewriting; simplify / simplified / simplifying; date / dated / dating
compare / compared / comparing; redraw / redrew / redrawing; display / displayed / displaying
[verb step]
rehearse / rehearsed / rehearsing; time / timed / timing; schedule / scheduled / scheduling
practise / practised / practising; observe / observed / observing; split / split / splitting
simplify / simplified / simplifying; assign / assigned / assigning; double / doubled / doubling
film / filmed / filming; protect / protected / protecting; start / started / starting
record / recorded / recording; move / moved / moving; combine / combined / combining
[verb supply]
order / ordered / ordering; count / counted / counting; label / labelled / labelling
stock / stocked / stocking; rotate / rotated / rotating; inspect / inspected / inspecting
separate / separated / separating; trace / traced / tracing; repack / repacked / repacking
reserve / reserved / reserving; weigh / weighed / weighing; quarantine / quarantined / quarantining
photograph / photographed / photographing; date / dated / dating; pool / pooled / pooling
[qualifier]
before each shift; with a second person; at the point of use; on the first day; every week
with the people who use it; before signing; in two colours; with a named owner; in plain words
in daylight; one week ahead; by the door; after each change; with a stopwatch; in small batches
at the same hour; with those who will run it; against the original; at eye level; with the supplier
on one page; before anybody travels; without the manager in the room; from the user's side; twice
with a fixed stop rule; in the language of the users; at both ends; under real load; by turns
in the {area}; before {event}; after {event}; with the {roles}; in the {area} first
ahead of {event}; together with the {roles}; during {event}; with {roles} from another site
[adjective device]
standby; spare; portable; older; refurbished; upgraded; borrowed; hired; backup; duplicate; remote
newly fitted; battery-powered; imported; second-hand; leased; prototype; temporary; shared; central
wall-mounted; low-cost; oversized; unattended; rebuilt; donated; outdoor; modified; noisy; compact
[adjective paper]
printed; electronic; shared; draft; laminated; weekly; daily; revised; handwritten; translated
single; outdated; combined; central; pocket; contractor's; monthly; provisional; standard
colour-coded; long
[adjective step]
routine; weekly; evening; joint; remote; manual; first; final; urgent; unplanned; mandatory
informal; monthly; second; outsourced; abbreviated; combined; supervised; hurried; quarterly
ad hoc; morning
[adjective supply]
imported; donated; bulk; emergency; refrigerated; substitute; reordered; local; older; unlabelled
second; generic; reused; consigned; surplus; custom-made; cheaper; prepacked; hazardous; fragile
[duration]
two hours; a day; three days; a week; two weeks; half a shift; a month; forty minutes; six weeks
ninety minutes; four days; a quarter; ten minutes; a whole season; five months; twelve hours
[season]
the spring; the autumn; the winter; the summer; the dry season; the second quarter; the first weeks
[cause]
the {paper} had not been updated since {year}; nobody owned the {device}; the {step} had been moved
new {roles} had never been shown the {step}; the {device} had been replaced by the {product}
the {supply} came from a new supplier; two {roles} each thought the other had done it
the {adjective_device} {device} was {fault}; the {step} fell between two shifts
the budget had been cut; the warning had been sent to a mailbox in {place}
the {paper} from {place} had been copied unread; training had stopped in {year}
the {device} beside it was {fault}; {aside}
[aside engineering]
the {trade} in the {area} had been taken out; a new {trade} had been fitted without a drawing
the {trade} was {fault}; the maker had stopped supporting its {trade}
[aside hospital]
the {trade} clinic had moved to {place}; the {trade} rota had two gaps; {trade} was asked too late
notes from {trade} were kept apart; the {trade} list had been filled twice
[aside aid]
the {trade} project had taken the vehicles; the price of {crop} had doubled
{trade} was not on the agenda; the {crop} harvest kept people in the fields
the {trade} survey had tired everyone
[fault]
miswired; mislabelled; misaligned; overloaded; undersized; overtightened; underinsulated; bypassed
uncalibrated; contaminated; overfilled; ungrounded; misread; unlubricated; undocumented
desensitised; oversensitive; disconnected; mismatched; underpowered; misconfigured; overpainted
unserviced; waterlogged
[number]
two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; fifteen; twenty; thirty
forty
[feeling]
relieved; sceptical; tired; proud; worried; surprised; impatient; embarrassed; curious; defensive
reluctant; confident; divided; grateful; frustrated; cautious; unconvinced; pleased; anxious
silent
[value]
time; trust; money; attention; patience; sleep; stock; credibility; staff; accuracy; momentum
goodwill
[crop aid]
sorghum; millet; cassava; maize; groundnut; cowpea; teff; sesame; rice; lentil; plantain; yam
barley
[hazard]
noise; dust; glare; fatigue; heat; crowding; language; vibration; distance; rank; paperwork
traffic; humidity; darkness; jargon; habit; salt; frost; condensation; interference; turnover
hierarchy; rumour
"""

TRADES = {
    "engineering": (
        """
thermo hydro electro photo piezo tacho mano rheo spectro visco gyro turbo micro ultra infra opto
magneto pneumo baro densi hygro chrono strobo tele radio cryo dynamo aero
""",
        """
meter graph scope stat probe coupling filter sensor drive switch regulator gauge relay logger
detector damper
""",
    ),
    "hospital": (
        """
cardio neuro nephro haemato gastro hepato onco rheumato dermato endocrino uro broncho arthro angio
osteo oto rhino immuno psycho toxico epidemio physio pharmaco gynaeco audio patho radio myo
tracheo
""",
        "logy graphy scopy pathy gram plasty metry therapy genesis tomy",
    ),
    "aid": (
        """
agro hydro eco micro macro inter intra socio multi trans peri semi demo topo geo petro
""",
        """
forestry logy graphy credit economy climate village district clan culture metrics regional
communal urban lateral sector
""",
    ),
}
"""Beginnings and endings of the rarer words of each trade."""

PLACES = (
    """
Kel Dun Har Mar Os Bel Thorn Wex Al Cor Fen Gil Hol Ing Lang Mel Nor Pel Quar Ros Sel Tam Ulv Ver
Wyn Yar Zel Ash Bram Cal Der Esk Fal Gar Hes Ir Jor Kin Lor Mur Nes Ol Pen Rad Stan
""",
    """
moor dale ford wick stead by ton holm gate mouth beck field haven combe leigh worth bury ness
ville mere well stow garth bridge port sund ora itsa enga umba
""",
)
"""Beginnings and endings of invented place names."""
PRODUCTS = (
    """
Nor Vex Ter Lum Cen Hyd Pri Ax Ori Sol Tri Ven Mag Kry Del Zan Per Ful Gri Ac Bio Cer Dyn Evo Flu
Gen Hex Iso Jun Lev Mon Nex Opt Pol Qui Rev Syn Tor Uni Vit
""",
    """
vex tor lux matic flow guard line max dex tron pulse mark seal core path cell scan wave lift trac
stat con dar mix nova
""",
)
"""Beginnings and endings of invented product names."""
