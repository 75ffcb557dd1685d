"""Make ``data/names_pl.tsv`` (first name, gender, vocative) from SGJP through Morfeusz 2 (BSD).

Candidates are the capitalised words of the Polish dictionary; kept are those that SGJP calls first names.
"""

from __future__ import annotations

from collections.abc import Iterator

import morfeusz2

from kontuar.text.dictionaries import SHIPPED
from kontuar.text.language import DATA


def candidates() -> Iterator[str]:
    """Yield capitalised dictionary entries."""
    for line in (SHIPPED / "pl_PL.dic").read_text(encoding="iso-8859-2").splitlines()[1:]:
        word = line.split("/")[0]
        if word[:1].isupper() and word[1:].islower() and 2 < len(word) < 16:
            yield word


def best(name: str, forms: list[str]) -> str:
    """Choose among variants: "-u" for soft pet names (Kasiu, Olu), else the first (Adelo)."""
    soft = [form for form in forms if form.endswith("u")]
    pet = name.endswith(("sia", "zia", "cia", "dzia")) or (name.endswith(("la", "nia")) and len(name) <= 5)
    return soft[0] if soft and pet and name.endswith("a") else forms[0]


def main() -> None:
    """Write the table."""
    analyser = morfeusz2.Morfeusz(generate=True)
    rows: dict[str, tuple[str, str]] = {}
    for name in dict.fromkeys(candidates()):
        for _, _, (_, lemma, tag, labels, _) in analyser.analyse(name):
            base = lemma.split(":")[0]
            parts = tag.split(":")
            if base in rows or "imię" not in " ".join(labels) or parts[0] != "subst":
                continue
            gender = "m" if "m1" in tag else "f" if "f" in parts[-1].split(".") or ":f" in tag else ""
            forms = [
                form
                for form, made_lemma, made_tag, _, _ in analyser.generate(lemma)
                if made_tag.startswith("subst:sg:") and "voc" in made_tag.split(":")[2].split(".")
            ]
            if gender and forms:
                rows[base] = (gender, best(base, list(dict.fromkeys(forms))))
    lines = [f"{name}\t{gender}\t{vocative}" for name, (gender, vocative) in sorted(rows.items())]
    (DATA / "names_pl.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
