"""Stories that go on in other languages than English: a market in Hindi, a voyage in Arabic."""

from math import sin

from stet.demo.telling import Telling, pick

_COMMODITIES = (("टमाटर", 1640, 0.9), ("प्याज", 2120, 2.1), ("आलू", 1480, 3.4), ("हरी मिर्च", 3900, 5.2))
_BIDDINGS = ("पहली", "दूसरी", "आखिरी")
_REASONS = (
    "आढ़तियों के अनुसार दूर के जिलों से आने वाली गाड़ियां समय पर पहुंच रही हैं।",
    "बाहरी राज्यों के खरीदारों की मांग बनी हुई है, आढ़तियों ने कहा।",
    "किसानों ने बताया कि खेत सूखने से तोड़ाई में तेजी आई है।",
    "व्यापारियों का कहना है कि त्योहारों से पहले की खरीद अभी शुरू नहीं हुई है।",
)


def mandi(round_: int, step: int) -> Telling:
    """One market day a round, with three biddings."""
    tick = round_ * 3 + step
    bidding = _BIDDINGS[step]
    now, before = _rate(0, tick), _rate(0, tick - 1)
    trend = "चढ़ा" if now > before else "उतरा" if now < before else "स्थिर रहा"
    loads = 300 + round(90 * sin(tick / 3)) + 20 * step
    rows = "\n".join(
        f"| {name} | {_rate(n, tick):,} | {_rate(n, tick - 1):,}" for n, (name, _, _) in enumerate(_COMMODITIES)
    )
    return Telling(
        headline=f"मंडी भाव: {bidding} बोली में टमाटर {trend}, भाव {now:,} रुपये प्रति क्विंटल",
        lead=f"नासिक की थोक मंडी में {{today}} को {bidding} बोली में टमाटर का औसत भाव {now:,} रुपये प्रति क्विंटल रहा। "
        f"इससे पहले की बोली में यह {before:,} रुपये था।",
        more=(
            f"मंडी समिति ने बताया कि अब तक टमाटर की {loads} गाड़ियां पहुंची हैं। {pick(_REASONS, 'mandi', tick)}",
            f"| जिंस | भाव, रुपये प्रति क्विंटल | पिछली बोली\n{rows}",
        ),
        keep=f"{bidding} बोली में टमाटर का औसत भाव {now:,} रुपये रहा था।",
        background=("मंडी में दिन में तीन बार बोली लगती है। खुदरा बाजार में इनका असर दो से तीन दिन में दिखता है।",),
    )


def _rate(which: int, tick: int) -> int:
    """Rupees a quintal, in steps of five."""
    _, base, phase = _COMMODITIES[which]
    return round(base / 5 * (1 + 0.06 * sin(tick * 0.7 + phase))) * 5


_STAGES = ("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة")
_WINDS = ("شمالية غربية معتدلة", "جنوبية غربية نشطة", "شرقية خفيفة", "شمالية متقلبة")
_CAPTAINS = ("سالم الحبسي", "جاسم بوشهري", "خميس الزدجالي", "راشد المناعي")
_WEEK = "ويشارك في أسبوع الملاحة القديمة أربعون سفينة خشبية يهتدي بحارتها بالنجوم والأمواج من دون أجهزة حديثة."


def voyage(round_: int, step: int) -> Telling:
    """One stage of the voyage a round: departure, two reports from the way, arrival."""
    stage = _STAGES[round_ % 6]
    wind, captain = pick(_WINDS, "wind", round_), pick(_CAPTAINS, "captain", round_)
    miles = 11 + (round_ * 5) % 7
    if step == 0:
        return _departure(stage, wind)
    if step == 1:
        return _halfway(stage, miles, captain)
    if step == 2:
        return _reefed(stage, miles + 11, wind)
    return _arrival(stage, miles + 17, captain)


def _departure(stage: str, wind: str) -> Telling:
    return Telling(
        headline=f"السفن الشراعية تبدأ المرحلة {stage} من رحلتها وسط رياح {wind}",
        lead=f"بدأت السفن الشراعية الخشبية يوم {{today}} المرحلة {stage} من رحلتها على ساحل سلطنة عمان "
        f"وسط رياح {wind}، بحسب المنظمين.",
        keep=f"وكانت السفن قد انطلقت وسط رياح {wind}.",
        background=(_WEEK,),
    )


def _halfway(stage: str, miles: int, captain: str) -> Telling:
    return Telling(
        headline=f"سفينة النوخذة {captain} في المقدمة عند منتصف المرحلة {stage}",
        lead=f"قطعت السفن المشاركة في أسبوع الملاحة القديمة {miles} ميلا بحريا حتى منتصف المرحلة "
        f"{stage} يوم {{today}}، وتقدمتها سفينة النوخذة {captain}.",
        keep=f"وبلغت المسافة المقطوعة عند منتصف المرحلة {miles} ميلا بحريا.",
        background=(_WEEK,),
    )


def _reefed(stage: str, miles: int, wind: str) -> Telling:
    return Telling(
        headline=f"البحارة يخفضون الأشرعة بعد {miles} ميلا من المرحلة {stage}",
        lead=f"خفض البحارة أشرعتهم يوم {{today}} عندما اشتدت الرياح، وكانوا قد قطعوا {miles} ميلا بحريا من المرحلة "
        f"{stage}.",
        more=(f"وقال المنظمون إن الرياح كانت {wind} عند الانطلاق قبل أن يتغير اتجاهها.",),
        keep="وخفض البحارة أشرعتهم مدة قبل أن يستأنفوا الإبحار.",
        background=(_WEEK,),
    )


def _arrival(stage: str, miles: int, captain: str) -> Telling:
    return Telling(
        headline=f"وصول جميع السفن في ختام المرحلة {stage} بعد {miles} ميلا",
        lead=f"وصلت السفن الأربعون جميعها يوم {{today}} إلى المرسى في ختام المرحلة {stage}، بعدما قطعت {miles} ميلا "
        "بحريا.",
        more=(f'وقال النوخذة {captain}: "نمنا على الشاطئ ونحن نعرف أين الشمال، وهذا يكفي للغد".',),
        background=(_WEEK,),
    )
