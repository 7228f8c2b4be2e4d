"""How far the wording of a question alone gives away whether it is answered, and weights against it.

Whoever writes near misses asks for fees, forms and percentages more often than whoever asks what a law says. A model
that reads question and clause learns that too (Gururangan et al. 2018, arXiv:1803.02324) and then refuses every
question of that sort. So each question counts by the inverse of the probability that a bag of its characters gives to
what it is: one that its wording gives away counts little, one that goes against its wording much.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline

FOLDS = 5
LEAST, MOST = 0.5, 3.0


def weights(answered: Mapping[str, bool], seed: int) -> dict[str, float]:
    """Question -> its weight, in [LEAST, MOST]. answered: question -> whether anything answers it."""
    questions, truth = list(answered), np.array(list(answered.values()))
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True),
        LogisticRegression(C=2.0, max_iter=300),
    )
    folds = KFold(FOLDS, shuffle=True, random_state=seed)
    likely = cross_val_predict(model, questions, truth, cv=folds, method="predict_proba")[:, 1]
    own = np.where(truth, likely, 1 - likely)
    return dict(zip(questions, np.clip(0.5 / own, LEAST, MOST).tolist(), strict=True))
