"""Meaning: a second signal of the search, by the vectors of sentences. English only.

The model all-MiniLM-L6-v2 in whole numbers: terminal and browser get the same vectors, products
and scores, bit for bit. All but :mod:`weights`, :mod:`packed` and :mod:`passages` import NumPy, so
import what you need in the function that needs it, and only where ``weights.missing()`` is empty.

For a query::

    vectors = vectors_of(project, opened.rows)  # search/lesson_vectors.py; None: words alone
    if vectors:
        query = query_vector(text)  # opening.py: packed weights; 384 whole numbers, length 2,048
        scores = fused(words, vectors.near(query))  # fusion.py: of every lesson

- ``words`` maps the number of a lesson (its place in the order of ids) to the sum of its words'
  scores.
- ``vectors.near(query)``: whole numbers, ``vectors.ONE`` for the very same meaning; ``fused`` and
  the browser use these. ``vectors.known``: numbers of the lessons that have a vector.
- ``vectors.alike(least)``: of each lesson those that are like it, by the cosine of their vectors.

``search/lesson_vectors.py`` makes the vectors that are missing, and ``publishing.py`` lists the
files that a site has for the browser; ``search/index.json`` leads to them with ``meaning``, which
is ``{"without": "language"}`` where the language of the site is not the model's.
"""
