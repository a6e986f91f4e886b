"""What a lesson rests on, derived from facts and never believed: facts, levels, explanation.

Two levels that are never averaged, practice (0 to 4) and research (0 to 5), and a mark that says
which kinds of fact there are at all. The ladder of practice is our own; the order of research
designs follows the OCEBM 2011 Levels of Evidence. Nothing here reads files or asks for the date.
"""
