"""What the marks of a passage count; found by `bench/weights.py`, not by hand."""

MARKS: dict[str, tuple[float, float]] = {
    "cover": (4.59, 0.81),
    "squares": (2.37, 0.87),
    "gap": (0.93, 2.23),
    "near": (1.29, 0.29),
    "near_squares": (0.89, 0.50),
    "near_gap": (0.26, 1.92),
    "lead": (1.63, 0.52),
    "heading": (1.00, 0.35),
    "title": (1.54, 1.08),
    "phrase": (2.39, 0.43),
    "signed": (1.85, 0.00),
    "longest": (0.48, 0.00),
    "defined": (1.57, 0.00),
    "turn": (1.17, 0.00),
    "turn_said": (0.45, 0.70),
    "turn_anywhere": (0.44, 0.50),
    "number": (0.90, 0.00),
    "number_said": (0.89, 0.00),
    "number_anywhere": (1.18, 0.00),
    "no_number": (0.13, 0.37),
    "loose": (0.75, 0.00),
    "loose_said": (0.33, 1.26),
    "penal": (0.00, 0.00),
    "only_penal": (0.80, 0.00),
    "formal": (0.96, 0.00),
    "opening": (2.45, 0.00),
    "early": (1.08, 0.00),
    "first": (0.64, 0.00),
    "short": (0.20, 0.00),
    "article": (0.29, 0.00),
    "bm25": (2.51, 0.00),
    "asked": (0.00, 0.81),
}
"""What each mark of `marks.marks` counts for the rank of a passage, and for the trust in it."""
TRUST_SCORE = 0.053
TRUST = -2.23
"""What the score counts for the trust in the best passage, and where the trust begins."""
OLDER = 1.6
"""What the score of an edition that is not in force loses."""
LEAST = -0.2
"""The trust (logarithm of the odds) below which a passage only shares words with the question."""
SURE = 0.8
"""The trust from which the answer is shown without a caveat."""
