"""What words alone can tell of a sentence: blame, claims of causes, requests for agreement.

Every pattern reads small letters and looks a bounded number of words ahead, so that its time grows
with the length of a text. How much of what people write it finds is measured by
:mod:`benchmarks.wording` on sentences, half of which are held out.
"""
