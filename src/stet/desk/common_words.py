"""Words that are in every text and name nothing, words for numbers, and what numbers count in."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    """
    a about after all also an and any are as at be been before being between both but by can could did do does down
    during each for from had has have he her here him his how if in into is it its just more most must no nor not
    now of off on one only or other our out over own said says she should since so some such than that the their them
    then there these they this those through to too under until up upon us was we were what when where which while who
    whom whose why with would yet you your
    aber als am an auch auf aus bei beim bis das dass dem den der des die doch durch ein eine einem einen einer eines er
    es für hat ihr im in ist mit nach nicht noch nur ob oder sagte sei sich sie sind über um und unter vom von vor war
    waren was wegen wenn wer werden wie wird wurde wurden zu zum zur
    au aux avec ce ces cette comme dans de des dont du elle elles en est et il ils la le les leur leurs mais ne ou où
    par pas plus pour qu que qui sa sans se selon ses son sont sous sur un une
    al como con cuando de del desde donde el ella ellos en entre era es esta este fue ha hasta la las lo los más no para
    pero por que según ser si sin sobre son su sus también un una y
    यह वह ये वे में के की का को से ने पर और एक हैं है था थी थे हो गया गई गए किया कहा लिए साथ बाद अपने अपनी इस उस कि भी जो कर
    करने रहा रही रहे तक लेकिन
    یہ وہ میں کے کی کا کو سے نے پر اور ایک ہیں ہے تھا تھی تھے ہو گیا گئی کیا کہا لیے ساتھ بعد اپنے اس کہ بھی جو
    في من على إلى عن مع هذا هذه ذلك التي الذي الذين كان كانت قال قالت وقال بعد قبل بين كما لكن أو أن إن ما لا لم
    এই সেই তিনি এবং থেকে করে হয় হয়েছে ছিল জন্য সঙ্গে পরে বলেন একটি
    이 그 저 및 등 것 수 한 있다 했다 밝혔다 말했다
    """
)
"""The commonest words of some languages: capitals make no name of them at the start of a sentence."""

NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100",
    "dozen": "12",
}  # fmt: skip
"""English words for numbers, and the figures for them."""

UNITS = _words(
    """
    thousand million millions billion billions trillion mn bn m k lakh lakhs crore crores percent per cent percentage
    points point rs inr usd eur gbp dollars dollar pounds pound euros euro rupees rupee yen km kilometres kilometers
    kilometre kilometer miles mile metres meters metre meter feet foot kg tonnes tons tonne ton degrees celsius
    fahrenheit mw gw am pm gmt ist utc minutes minute hours hour days day weeks week months month years year
    """
)
"""What a number counts in: when it changes, so does the number."""
