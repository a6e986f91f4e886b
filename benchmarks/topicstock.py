"""The controlled words of an invented base, and what lessons under each topic speak of."""

from __future__ import annotations

# Per topic: id, label, domain, folder; description; synonyms; then what such lessons are about:
# devices, papers, steps of the work, and materials.
TOPICS = """
pumps-and-valves | Pumps and valves | engineering | plant
Moving liquids and shutting them off. = pumping; isolation valves; impellers
d: transfer pump; isolation valve; relief valve; strainer basket; dosing pump; check valve
p: valve register; lubrication chart; isolation list; pump curve
s: seal replacement; valve stroking; priming; impeller balancing
m: mechanical seal; gasket set; gland packing; bearing grease
electrical-power | Electrical power | engineering | power-and-control
Supply, switching and standby of electricity. = switchgear; generators; power supply
d: standby generator; transfer switch; circuit breaker; battery charger; transformer; busbar
p: single-line diagram; switching programme; load schedule; relay setting sheet
s: load shedding; earthing; relay testing; changeover
m: cable gland; fuse cartridge; transformer oil; heat-shrink sleeve
control-software | Control software | engineering | power-and-control
Programs that run machines, and how they are changed. = PLC; automation; firmware
d: safety controller; operator screen; historian server; remote terminal; network switch
p: cause and effect chart; change request; alarm list; software release note
s: alarm rationalisation; firmware update; logic override; backup of the program
m: memory card; licence key; spare processor; patch cable
instrumentation | Instrumentation | engineering | power-and-control
Measuring pressure, flow, level and temperature. = sensors; gauges; metering
d: level transmitter; flow meter; pressure gauge; gas detector; thermocouple; sample probe
p: calibration certificate; loop drawing; instrument index; trend printout
s: loop check; zero adjustment; calibration round; impulse line flushing
m: calibration gas; sensor cartridge; isolating diaphragm; signal cable
structures-and-welding | Structures and welding | engineering | projects
Steelwork, joints and the people who make them. = fabrication; steelwork; joints
d: welding set; scaffold tower; crane runway; hydraulic jack; lifting beam
p: weld map; lifting plan; inspection release; erection drawing
s: weld inspection; bolt tightening; scaffold handover; heavy lift; alignment survey
m: filler wire; anchor bolt; shim pack; grout mix
materials-and-corrosion | Materials and corrosion | engineering | plant
How materials age, and how to see it in time. = corrosion; coatings; fatigue cracks
d: heat exchanger; storage tank; expansion bellows; corrosion probe; cathodic rectifier
p: thickness survey; material certificate; coating record; inspection plan
s: thickness measurement; surface preparation; coating repair; tank cleaning
m: coating primer; inhibitor solution; stainless tubing; insulation jacket
drilling-and-wells | Drilling and wells | engineering | wells
Planning, drilling and keeping wells. = boreholes; well integrity; casing
d: mud pump; blowout preventer; top drive; wellhead connector; borehole logger; downhole gauge
p: well plan; casing tally; daily drilling report; mud log
s: casing run; cement job; kick drill; pressure test; bit change
m: drilling fluid; cement slurry; casing joint; lost-circulation plug
maintenance-planning | Maintenance planning | engineering | plant
Deciding what is mended when, and with what. = work orders; shutdowns; spares
d: tool store; overhead crane; vibration logger; test bench; parts washer
p: work order; shutdown plan; spares list; backlog report; job card
s: permit issue; job scoping; spares check; weekly planning; toolbox talk
m: critical spare; filter element; drive belt; repair kit
contractor-management | Contractor management | engineering | projects
Working with firms that come and go. = contractors; subcontracting; vendors
d: hired compressor; rented crane; contractor van; site cabin
p: method statement; scope of work; induction record; daily diary; payment certificate
s: site induction; interface meeting; scope change; progress review; tool inspection
m: protective clothing; consumables crate; access badge; temporary fencing
commissioning | Commissioning | engineering | projects
From the last bolt to the first day of running. = start-up; acceptance; handing over plant
d: cooling tower; package boiler; air compressor; conveyor drive; fire pump
p: punch list; test pack; handover certificate; commissioning log
s: line flushing; dry run; performance test; system handover; leak test
m: temporary strainer; first fill of oil; blanking plate; test fluid
procurement | Procurement | engineering | supply
Buying the right thing in time. = purchasing; tenders; buying
d: forklift truck; goods lift; barcode reader; weighbridge
p: purchase order; tender file; delivery note; supplier scorecard; data sheet
s: bid evaluation; goods inspection; expediting; supplier audit; price check
m: long-lead motor; packing crate; sample batch; framework stock
configuration-control | Configuration control | engineering | projects
Knowing what is installed and which drawing is true. = drawings; as-built records; revisions
d: document server; plotter; model viewer; tag printer
p: as-built drawing; revision list; deviation request; equipment tag list; interface register
s: drawing update; field verification; design review; deviation approval; baseline freeze
m: name plate; label stock; colour-coded tape; archive box
testing-and-inspection | Testing and inspection | engineering | wells
Finding faults before use does. = inspection; test rigs; non-destructive testing
d: ultrasonic probe; load cell; vacuum chamber; vibration table; pressure vessel; test rig
p: test procedure; anomaly report; inspection checklist; acceptance criteria
s: proof test; visual inspection; thermal cycling; sampling; failure analysis
m: dye penetrant; test coupon; reference block; fixture clamp
medication-safety | Medication safety | hospital | medicines
The right dose to the right person at the right time. = drugs; prescribing; dosing errors
d: infusion pump; drug cabinet; syringe driver; dispensing robot; drug fridge
p: drug chart; allergy record; prescribing protocol; controlled drug register; discharge letter
s: double check; drug round; medicines reconciliation; dose calculation; dispensing
m: insulin pen; heparin vial; saline bag; oral syringe; look-alike ampoule
handover | Handover | hospital | wards
Passing on care between shifts and places. = sign-out; shift change; transfer of care
d: ward whiteboard; bleep system; shared tablet; handover screen
p: handover sheet; escalation plan; transfer form; task list; observation chart
s: bedside handover; evening huddle; board round; escalation call; transfer briefing
m: printed list; colour sticker; wristband; marker board
theatre-scheduling | Theatre scheduling | hospital | theatres
Lists, turnover and cancellations in theatres. = operating lists; surgical lists; cancellations
d: anaesthetic machine; operating table; instrument washer; patient hoist; image intensifier
p: operating list; consent form; surgical checklist; cancellation log; instrument tray list
s: team briefing; instrument count; room turnover; list planning; sending for the patient
m: implant set; sterile pack; suture box; warming blanket
infection-control | Infection control | hospital | wards
Stopping germs from travelling. = hygiene; outbreaks; isolation nursing
d: bedpan washer; hand gel dispenser; air handling unit; steam steriliser; cleaning trolley
p: screening record; isolation sign; cleaning schedule; outbreak log; hand hygiene audit
s: hand washing; terminal cleaning; contact tracing; line insertion; respirator fitting
m: disinfectant wipe; face mask; central line pack; swab kit
patient-flow | Patient flow | hospital | wards
From the front door to the right bed. = bed management; waiting times; length of stay
d: bed tracking screen; transfer trolley; pneumatic tube; patient lift
p: bed state report; referral letter; waiting list; site report
s: triage; bed allocation; ward transfer; specialty review; streaming
m: spare mattress; transfer bag; oxygen cylinder; admission pack
diagnostic-imaging | Diagnostic imaging | hospital | diagnostics
Scans, their reports, and who acts on them. = radiology; scanning; x-rays
d: scanner; contrast injector; reporting workstation; mobile unit; lead screen; ultrasound machine
p: imaging request; scan report; safety questionnaire; dose record
s: vetting; contrast check; report sign-off; patient positioning; urgent alert
m: contrast agent; film cassette; coil cover; cannula
pathology-samples | Pathology samples | hospital | diagnostics
Samples from the bedside to the result. = specimens; blood tests; laboratory results
d: centrifuge; sample fridge; label printer; analyser; slide scanner; blood gas machine
p: request form; result report; rejection log; transfusion record
s: phlebotomy round; sample labelling; result call; cross-matching; courier run
m: blood tube; specimen pot; reagent kit; transport box
staffing-and-rosters | Staffing and rosters | hospital | people
Having the right people on shift. = rostering; workforce; agency cover
d: roster system; pager; staff bank portal; time clock
p: weekly roster; skill mix table; sickness log; agency booking; leave request
s: shift allocation; safe staffing check; swap approval; induction shift; break cover
m: login card; uniform set; induction booklet; parking permit
electronic-records | Electronic records | hospital | diagnostics
Systems that hold what we know of a patient. = health records; clinical systems; digital notes
d: records server; bedside computer; scanning station; interface engine; mobile workstation
p: order set; audit trail; downtime form; problem list; clinic template
s: record merging; go-live support; access request; data migration; downtime drill
m: smart card; backup tape; printer toner; identity label
maternity | Maternity | hospital | theatres
Care before, during and after birth. = births; midwifery; obstetrics
d: fetal monitor; birthing pool; resuscitaire; warming cot; portable scanner
p: growth chart; birth plan; maternity notes; risk score sheet; monitoring trace
s: trace review; emergency call; newborn check; blood loss weighing; booking visit
m: oxytocin ampoule; delivery pack; blood product; cord clamp
emergency-care | Emergency care | hospital | theatres
The first hour, from ambulance to decision. = accident department; resuscitation; trauma
d: defibrillator; ventilator; patient monitor; suction unit; trauma trolley; airway bag
p: triage card; resuscitation record; stroke pathway; early warning score
s: sepsis screen; trauma call; ambulance offload; airway check; rapid assessment
m: adrenaline syringe; chest drain kit; tourniquet; blood warmer set
discharge | Discharge | hospital | people
Leaving well, with what is needed at home. = going home; leaving hospital; care packages
d: discharge lounge screen; home hoist; pressure mattress; walking frame
p: discharge summary; care plan; medicine list; equipment order; social care referral
s: discharge planning; home visit; family meeting; transport booking; follow-up call
m: take-home medicine; dressing pack; feeding pump; leaflet
medical-devices | Medical devices | hospital | medicines
Choosing, keeping and using equipment. = equipment library; clinical engineering; device alarms
d: bedside monitor; feeding pump stand; telemetry unit; dialysis machine; nebuliser; weighing chair
p: device log; safety notice; training record; service sticker; alarm policy
s: device cleaning; alarm setting; battery check; incoming inspection; software update
m: spare battery; electrode pack; breathing filter; tubing set
water-and-sanitation | Water and sanitation | aid | water-and-shelter
Clean water, safe toilets, clean hands. = latrines; hygiene promotion; wells and taps
d: hand pump; bladder tank; chlorine doser; tap stand; desludging truck; borehole pump
p: water quality log; latrine map; tanker schedule; maintenance agreement
s: chlorination; jar test; desludging; tariff meeting; latrine siting
m: chlorine tablet; jerrycan; soap bar; slab mould
shelter | Shelter | aid | water-and-shelter
Roofs that stand and can be lived in. = housing; tents; reconstruction
d: block press; roof truss; tool kit; family tent; stove
p: damage survey; tenure agreement; bill of quantities; beneficiary list; design sheet
s: site planning; carpenter training; plot allocation; roof tying; winter preparation
m: plastic sheet; timber pole; roofing nail; cement bag; rope coil
cash-assistance | Cash assistance | aid | programmes
Money instead of goods, and how it reaches people. = cash transfers; vouchers; mobile money
d: payment terminal; card printer; registration tablet; fingerprint reader
p: market survey; payment list; voucher book; agent contract; reconciliation sheet
s: targeting; registration; market monitoring; encashment; agent selection
m: prepaid card; paper voucher; ink pad; receipt roll
vaccine-cold-chain | Vaccine cold chain | aid | supply
Keeping vaccines cold to the last village. = immunisation; refrigeration; vaccine storage
d: solar fridge; cold box; temperature logger; ice-lined freezer; vaccine carrier
p: temperature chart; stock card; outreach plan; coverage report
s: ice pack conditioning; stock rotation; outreach round; shake test; defrosting
m: vaccine vial; ice pack; diluent; safety box
nutrition | Nutrition | aid | programmes
Finding and treating malnutrition. = feeding programmes; malnutrition; growth monitoring
d: weighing scale; height board; cooking stove; grain mill
p: screening tally; growth card; ration card; referral slip; admission register
s: arm circumference screening; cooking demonstration; home follow-up; ration planning
m: therapeutic paste; fortified flour; measuring tape; seed packet
logistics-and-fleet | Logistics and fleet | aid | supply
Moving goods and people, and paying for it. = transport; warehousing; vehicles
d: delivery truck; satellite phone; pallet lifter; fuel bowser; vehicle tracker; rub hall
p: waybill; stock report; convoy plan; customs file; fuel log
s: convoy briefing; stock count; customs clearance; route assessment; loading
m: pallet; tarpaulin; spare tyre; diesel drum; relief kit
needs-assessment | Needs assessment | aid | programmes
Learning what people need before deciding. = surveys; rapid assessment; household interviews
d: survey tablet; voice recorder; mapping drone; solar charger
p: questionnaire; sampling frame; interview guide; assessment report; site profile
s: household interview; focus group; enumerator training; data cleaning; joint analysis
m: consent card; translation sheet; field notebook; map print
community-feedback | Community feedback | aid | programmes
Hearing people, and answering them. = complaints; accountability; hotlines
d: hotline phone; suggestion box; loudspeaker; radio transmitter; message board
p: feedback log; answer sheet; complaint form; community report; radio script
s: complaint referral; community meeting; hotline shift; answering; committee election
m: leaflet bundle; airtime voucher; poster set; megaphone battery
camp-management | Camp management | aid | water-and-shelter
Running a place where people have to live for a time. = displacement sites; settlements; camps
d: floodlight; drainage pump; fire extinguisher; gate barrier; generator set
p: population count; site map; service matrix; incident log; fire plan
s: plot marking; fire drill; coordination meeting; newcomer reception; drain clearing
m: blanket; solar lamp; gravel load; cooking set
remote-programming | Remote programming | aid | people
Working where one cannot go. = remote management; local partners; third-party monitoring
d: video link; partner laptop; messaging group; camera phone
p: partner agreement; monitoring report; risk register; photo record; call log
s: remote monitoring; partner coaching; spot check; call-back survey; verification visit
m: data bundle; training video; stipend; phone credit
training | Training | any | people
Helping people to do what they have not done before. = teaching; coaching; simulation
d: simulator; projector; training rig; practice dummy
p: course outline; competence record; quick guide; assessment sheet; slide deck
s: refresher course; shadow shift; practical test; coaching visit; debriefing
m: workbook; sample part; certificate; pocket card
communication | Communication | any | people
Saying it so that it is heard. = briefing; messages; language
d: radio handset; notice board; conference phone; messaging app
p: briefing note; contact list; call script; translated poster; minute book
s: daily briefing; read-back; escalation; stakeholder call; weekly update
m: sign; badge; translation card; newsletter
risk-assessment | Risk assessment | any | projects
Seeing trouble coming, and deciding what to do. = hazards; risk registers; safety cases
d: gas alarm; emergency light; safety barrier; evacuation chair
p: hazard log; risk matrix; permit form; emergency plan; near-miss report
s: hazard walk; risk review; scenario exercise; permit check; lessons review
m: lockout kit; warning tape; spill kit; first-aid box
data-quality | Data quality | any | diagnostics
Numbers that can be trusted. = data cleaning rules; reporting quality; indicators
d: dashboard; data logger; shared spreadsheet; reporting portal
p: indicator sheet; monthly report; data dictionary; tally sheet; audit sample
s: data entry; monthly count; cross-check; definition review; figure sign-off
m: code list; form pad; reference table; unit converter
leadership-support | Leadership support | any | people
What changes when those in charge take part. = sponsorship; senior backing; governance
d: meeting room; video wall; improvement board; suggestion portal
p: business case; steering minutes; project charter; action log; budget line
s: executive walkround; steering meeting; budget review; improvement huddle; sponsor visit
m: funding letter; improvement grant; recognition card; spare hour
"""

# Teams of each organisation; its domain and the settings in which it works stand before them.
TEAMS = """
Northmoor Energy | engineering | process-plant, offshore | process; turbines; wells; turnaround
Tarn Valley Water | engineering | process-plant, construction-site | pumping; network; treatment
Brackwater Rail | engineering | construction-site, laboratory | signals; depot; bridges; buying
Ashcombe Hospitals | hospital | acute-hospital | emergency; theatres; pharmacy; maternity
Dunmere Health Trust | hospital | acute-hospital, laboratory | wards; pathology; imaging; records
Fellside Community Care | hospital | community-clinic | district nursing; discharge; clinics
Openhand Relief | aid | refugee-camp, field-office | water; shelter; logistics; nutrition
Harbour Light Network | aid | field-office, community-clinic | cash; health; feedback; partnerships
"""

SETTINGS = {
    "process-plant": ("Process plant", "Refineries, works and pumping stations."),
    "offshore": ("Offshore platform", "Platforms and drilling rigs."),
    "construction-site": ("Construction site", "Places that are still being built."),
    "laboratory": ("Laboratory", "Benches, test rigs and sample rooms."),
    "acute-hospital": ("Acute hospital", "Hospitals with an emergency department."),
    "community-clinic": ("Community clinic", "Clinics and care at home."),
    "refugee-camp": ("Camp", "Camps and other planned settlements."),
    "field-office": ("Field office", "Offices from which aid work is run."),
}
"""Label and description of each setting, by id."""
