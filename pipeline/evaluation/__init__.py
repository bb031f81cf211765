"""Scorers, one file a task, and what is made of their counts.

Reading order: `counts` (what is added up), `names`, `quotes`, `coreference`, `gap`, `relations`, `pairs` (the published
definitions), `bearing` and the `named_` modules (our own, where the gold knows speakers and ends of relations by name),
`labels` (schemes), `case` (gold and prediction made comparable), `scorers` (which tasks a corpus has),
`given` and `predicting` (where predictions come from), `evaluating` and `scoring` (the run), `bootstrap` and
`comparing`, `report` and `tables`, `mistake`, `mistakes` and `page` (the error page).

Names, quotes, relations, MUC, B³ and LEA need no more than onrecord itself. CEAF and the CoNLL F1 need scipy, and the
checks against the field's own scorers seqeval and scikit-learn: ``pip install "onrecord[eval]"``.
"""
