"""The language of a story agrees with its writing, or is put right and said."""

from __future__ import annotations

import pytest

from stet.formats.scripts import language_by_script

HINDI = "बंदरगाह सोमवार को फिर खुल गया और नावें लौट आईं। अधिकारियों ने कहा कि धुंध छंट गई है।"
URDU = "بندرگاہ پیر کو دوبارہ کھل گئی اور کشتیاں واپس آ گئیں۔ حکام نے کہا کہ دھند چھٹ گئی ہے۔"
ARABIC = "أعيد فتح الميناء يوم الاثنين وعادت القوارب. وقال مسؤولون إن الضباب انقشع صباحا."
PERSIAN = "بندر روز دوشنبه دوباره باز شد و قایق‌ها برگشتند. مقام‌ها گفتند مه پراکنده شده است و چیزی نمانده."
RUSSIAN = (
    "Порт снова открылся в понедельник, и лодки вернулись. Чиновники сказали, что туман рассеялся, это так и было."
)
UKRAINIAN = (
    "Порт знову відкрився в понеділок, і човни повернулися. Посадовці сказали, що туман розсіявся, є й інші новини її."
)
JAPANESE = "港は月曜日に再開し、船が戻ってきた。当局によると霧は晴れたという。港は月曜日に再開し、船が戻ってきた。"
CHINESE = "港口星期一重新开放船只返回官员说雾已经散去港口星期一重新开放船只返回官员说雾已经散去港口星期一重新开放"
ENGLISH = "The harbour reopened on Monday and the boats came back. Officials said the fog had lifted."


@pytest.mark.parametrize(
    ("label", "text", "language"),
    [
        ("en", HINDI, "hi"),
        ("en-IN", URDU, "ur"),
        ("fr", ARABIC, "ar"),
        ("en", PERSIAN, "fa"),
        ("en", RUSSIAN, "ru"),
        ("de", UKRAINIAN, "uk"),
        ("en", JAPANESE, "ja"),
        ("en", CHINESE, "zh"),
        ("ar", HINDI, "hi"),
        ("hi", URDU, "ur"),
        ("ar", ENGLISH, None),
        (None, HINDI, "hi"),
        ("ko", JAPANESE, "ja"),
    ],
)
def test_a_wrong_label_is_put_right_and_said(label: str | None, text: str, language: str | None) -> None:
    found, (problem,) = language_by_script(label, text)
    assert found == language
    assert "written in" in problem


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("hi", HINDI),
        ("mr-IN", HINDI),
        ("ur", URDU),
        ("ar", ARABIC),
        ("fa", PERSIAN),
        ("ru", RUSSIAN),
        ("bg", RUSSIAN),
        ("ja", JAPANESE),
        ("zh-Hans", CHINESE),
        ("en", ENGLISH),
        ("de", "Straßenbahn über Köln für Müller " * 9),
        ("vi", "Cảng đã mở cửa trở lại vào thứ Hai " * 5),
        ("sr", RUSSIAN),
        ("hi-Latn", ENGLISH),
        ("en", "He said “मैं” and " + ENGLISH),
        ("en", ""),
        ("ar", "مرحبا MW 24"),
        ("en", "🎉" * 100),
        ("xx", HINDI),
        (None, ENGLISH),
        ("en", HINDI[:20]),
    ],
)
def test_a_right_or_undecided_label_stays(label: str | None, text: str) -> None:
    assert language_by_script(label, text) == (label, ())
