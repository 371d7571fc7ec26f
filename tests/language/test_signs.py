"""Signs as headings set them."""

import pytest

from generator.language.signs import headline


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("2.5万 1:3", "2.5万 1:3"),
        ("A(B),C", "A(B),C"),
        ("1,415.5 : 3", "1,415.5 : 3"),
        ("永登县:“四聚焦”促团结", "永登县：“四聚焦”促团结"),
        ("聚焦统筹部署,强化组织之力", "聚焦统筹部署，强化组织之力"),
        ("《意见》(试行)", "《意见》（试行）"),
    ],
)
def test_headings_have_full_width_marks_between_chinese_words(text: str, set_: str) -> None:
    assert headline(text) == set_
