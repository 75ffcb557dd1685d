"""The figures that need scikit-learn: models are trained anew, each text scored by one that had not seen it."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure_text import sources
from bench.measure_text.figures import BANKING, Row

FOLDS = 5


def anger() -> Iterator[Row]:
    """Anger in Polish reviews, the whole of ``temper.read``, folds of whole reviews."""
    import numpy as np
    from sklearn.metrics import f1_score

    from bench.measure_text import train_temper
    from kontuar.text.temper import ANGRY

    labels, scores = train_temper.cross_validated(train_temper.reviews(), FOLDS)
    order = np.argsort(-scores)
    recall = np.cumsum(labels[order]) / labels.sum()
    at = int(np.argmax(recall >= 0.8))
    precision = labels[order][: at + 1].mean()
    data = "polish_emotion (CC BY 4.0), 620 reviews, 5-fold"
    yield Row(
        what="Anger (pl): F1",
        figure=f"{f1_score(labels, scores >= ANGRY):.3f}",
        baseline="TF-IDF + logistic regression .52; goal ≥ .60",
        data=data,
    )
    yield Row(what="Anger (pl): precision at recall .8", figure=f"{precision:.3f}", baseline="–", data=data)


def courtesy() -> Iterator[Row]:
    """Courtesy of English requests, most against least polite quarter."""
    from sklearn.metrics import roc_auc_score

    from bench.measure_text import train_courtesy

    labels, counted = train_courtesy.by_words()
    data = "stanford_politeness (Apache-2.0), first against last quarter"
    figure = f"AUC {float(roc_auc_score(labels, counted)):.3f}"
    yield Row(what="Courtesy (en) by our words alone", figure=figure, baseline="coin .500", data=data)
    labels, scores = train_courtesy.cross_validated(FOLDS)
    accuracy = ((scores > 0) == labels).mean()
    yield Row(
        what="Courtesy (en), linear model (not shipped)",
        figure=f"accuracy {accuracy:.3f}, AUC {float(roc_auc_score(labels, scores)):.3f}",
        baseline="coin .500",
        data=f"{data}, 5-fold",
    )


def banking() -> Iterator[Row]:
    """The linear classifier of ``model.py`` on 77 intents."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    from bench.measure_text.linear import Vectors
    from kontuar.text.fold import fold
    from kontuar.text.model import Shape

    rows = sources.banking()
    texts, labels = [fold(text) for text, _ in rows], np.array([intent for _, intent in rows])
    right = 0
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        vectors = Vectors(Shape(bits=19, words=2, char_min=2, char_max=5))
        known = vectors.fit([texts[number] for number in train])
        estimator = LinearSVC(C=0.5).fit(known, labels[train])
        right += int(
            (estimator.predict(vectors.transform([texts[number] for number in test])) == labels[test]).sum()
        )
    yield Row(
        what="77 intents (en): linear classifier of words and letters",
        figure=f"{right / len(rows):.3f}",
        baseline="TF-IDF + logistic regression .914 as given, .882 on two of these folds",
        data=f"{BANKING}, train part, 5-fold",
    )


def learnt() -> Iterator[Row]:
    """What learns which template a desk chooses (``kontuar/text/learnt.py``), on 77 intents."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    from kontuar.text import meaning
    from kontuar.text.learnt import Learnt

    rows = sources.banking()
    texts, labels = [text for text, _ in rows], np.array([intent for _, intent in rows])
    vectors = meaning.encoder().vectors(texts)
    right = list[float]()
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        model = Learnt([texts[number] for number in train], vectors[train], labels[train].tolist())
        scores = model.scores([texts[number] for number in test], vectors[test])
        right += (np.array(model.answers)[scores.argmax(1)] == labels[test]).tolist()
    yield Row(
        what="77 intents (en): meaning, words and letters, as the templates of a desk are learnt",
        figure=f"{sum(right) / len(rows):.4f}",
        baseline="goal ≥ .93",
        data=f"{BANKING}, train part, 5-fold; settings chosen on two of the folds",
    )


ALL = [anger, courtesy, banking, learnt]
