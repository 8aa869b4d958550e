"""What a text is found by, in each language."""

import pytest

from anniversary.search import analysis
from anniversary.search.analysis import LIMIT, Unit, asked, plain_words, title_words, tokens
from anniversary.search.english import stem
from anniversary.search.japanese import OLD_AND_NEW


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The temples of Angkor", ["the", "templ", "of", "angkor"]),
        ("Phnom Penh's cafés", ["phnom", "penh", "cafe"]),
        ("Phnom Penh’s CAFES", ["phnom", "penh", "cafe"]),
        ("o'clock O’CLOCK oclock", ["oclock", "oclock", "oclock"]),
        ("students' 'quoted'", ["student", "quot"]),
        ("the chargé d’affaires", ["the", "charg", "d", "affair"]),
        ("COVID‑19, covid-19 and Covid19", ["covid", "19", "covid", "19", "and", "covid", "19"]),
        ("the 70th and 1st, 2nd, 3rd", ["the", "70", "and", "1", "2", "3"]),
        ("1,000,000 people, 1,5 or 1.5", ["1000000", "peopl", "1", "5", "or", "1", "5"]),
        ("U.S. and U.K.-led, e.g. us", ["us", "and", "uk", "led", "eg", "us"]),
        ("G-7 and G7, F-16", ["g7", "and", "g7", "f16"]),
        ("co-operation cooperation re-opened e-mail", ["cooper", "cooper", "reopen", "email"]),
        ("Cambodia-Japan, Cambodia–Japan", ["cambodia", "japan", "cambodia", "japan"]),
        ("1953–2023", ["1953", "2023"]),
        ("straße ﬁne Tōkyō Việt Nam Đà Nẵng İstanbul ısı Ångström", ["strass", "fine", "tokyo", "viet", "nam", "da", "nang", "istanbul", "isi", "angstrom"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("a_b x@example.org", ["a", "b", "x", "exampl", "org"]),
        ("⅓ m² ™ ½", ["1", "3", "m2", "tm", "1", "2"]),
    ],
)
def test_english_is_found_by_the_stems_of_its_words(text, found):
    assert tokens(text) == found


@pytest.mark.parametrize(
    "words",
    [
        ("celebrate", "celebrates", "celebrated", "celebrating", "celebration", "celebrations"),
        ("organise", "organize", "organised", "organisation", "organizations", "organisers"),
        ("centre", "center", "centres", "centers"),
        ("theatre", "theaters"),
        ("colour", "colors", "colouring"),
        ("programme", "program", "programmes", "programs"),
        ("licence", "license"),
        ("defence", "defense"),
        ("practise", "practice", "practised"),
        ("child", "children"),
        ("woman", "women"),
    ],
)
def test_forms_and_spellings_of_an_english_word_are_one(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("four", "for"), ("hour", "hor"), ("mourning", "morning"), ("fourth", "forth"), ("meter", "met"), ("men", "menu")])
def test_words_that_only_look_alike_are_not(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("夏祭り", ["夏祭", "祭り", "り"]),
        ("70周年", ["70", "周年", "年"]),
        ("東京、大阪", ["東京", "京", "大阪", "阪"]),
        ("東京・大阪", ["東京", "京", "大阪", "阪"]),  # 京大 is a university
        ("東京 大阪", ["東京", "京", "大阪", "阪"]),
        ("NHK杯", ["nhk", "杯"]),
        ("あ", ["あ"]),
    ],
)
def test_japanese_is_found_by_pairs_of_neighbours_and_the_last_of_each_run(text, found):
    assert tokens(text) == found


@pytest.mark.parametrize(
    "spellings",
    [
        ("カンボジア", "ｶﾝﾎﾞｼﾞｱ", "かんぼじあ", "カンホ\u3099シ\u3099ア", "カンホ゛シ゛ア"),
        ("シェムリアップ", "シエムリアツプ", "ｼｪﾑﾘｱｯﾌﾟ"),
        ("ヴェトナム", "ベトナム", "ウ\u3099ェトナム", "ヹトナム"),
        ("ヴァイオリン", "バイオリン"),
        ("アンコール・ワット", "アンコールワット", "ｱﾝｺｰﾙ･ﾜｯﾄ", "アンコ－ル•ワット", "アンコ—ルワット", "アンコ−ルワット"),
        ("コーヒー", "コ-ヒ-", "コーーヒー"),
        ("日本・カンボジア友好", "日本カンボジア友好"),
        ("國學院", "国学院"),
        ("澤田・齋藤", "沢田・斉藤", "沢田・斎藤", "澤田・齊藤"),
        ("渡邊", "渡辺", "渡邉"),
        ("髙﨑", "高崎", "髙碕".replace("碕", "﨑")),
        ("舊櫻龍", "旧桜竜"),
        ("人々", "人人", "人〻"),
        ("佐々木", "佐佐木"),
        ("部分々々", "部分部分"),
        ("かゞみ", "かがみ", "カヾミ"),
        ("いすゞ", "いすず", "イスヾ"),
        ("こゝろ", "こころ"),
        ("みかづき", "みかずき"),
        ("国道五号線", "国道5号線", "國道５號線"),
        ("七十周年", "70周年", "七〇周年"),
        ("二〇二三年五月三日", "二千二十三年五月三日", "2023年5月3日"),
        ("3ヶ国", "３か国", "3カ国", "3ケ国", "3箇国", "៣か国"),
        ("関ヶ原", "関ケ原"),
        ("辻\U000e0100", "辻", "辻\ufe00"),
        ("㈱", "(株)", "（株）"),
        ("㌔", "キロ", "ｷﾛ"),
    ],
)
def test_japanese_spellings_of_the_same_are_one(spellings):
    assert len({tuple(tokens(text)) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ビール", "ビル"),
        ("カード", "かど"),
        ("はは", "ばば"),
        ("ハハ", "パパ"),
        ("東京", "京都"),
        ("カンボジア-日本", "カンボジアー日本"),
        ("三か国", "三が国"),
        ("数十年", "数10年"),
    ],
)
def test_japanese_words_that_only_look_alike_are_not(one, other):
    assert tokens(one) != tokens(other)


def test_every_old_character_is_found_as_the_new_one():
    for old, new in OLD_AND_NEW.split():
        assert tokens(f"山{old}川") == tokens(f"山{new}川")


def test_who_asks_with_the_last_long_mark_finds_it_without():
    assert [unit.text for unit in asked("コンピューター")] == [unit.text for unit in asked("コンピュータ")]
    assert [unit.text for unit in asked("センター")] == ["せ", "ん", "た"]


@pytest.mark.parametrize("text", ["バー", "ツアー", "スキー", "ビール", "スキー場", "センター長", "文化ツアー"])
def test_short_words_keep_it_and_so_do_those_that_go_on(text):
    assert [unit.text for unit in asked(text)] == [unit.text for unit in analysis.units(analysis.normalise(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ភ្នំពេញ", ["ភ្នំពេ", "ពេញ", "ញ"]),
        ("ទី៧០", ["ទី", "70"]),
        ("កម្ពុជា និងជប៉ុន។", ["កម្ពុ", "ម្ពុជា", "ជានិ", "និ" + "ង", "ងជ", "ជប៉ុ", "ប៉ុន", "ន"]),
        ("ទុយ រី។ រី", ["ទុយ", "យរី", "រីរី", "រី"]),  # pairs go on over blanks and stops, which writers put where they like
        ("ទុយ 7 រី, 日", ["ទុយ", "យ", "7", "រី", "日"]),
        ("ឆ្នាំ ២០២៣៛", ["ឆ្នាំ", "2023"]),
        ("ាក", ["ក"]),  # a mark without a letter is nothing
        ("ក្", ["ក"]),  # half typed
    ],
)
def test_khmer_is_found_by_pairs_of_clusters(text, found):
    assert tokens(text) == found


@pytest.mark.parametrize(
    "spellings",
    [
        ("ភ្នំពេញ", "ភ្នំ\u200bពេញ", "ភ្នំ\u200c\u2060ពេញ", "ភនំ្ពេញ".replace("នំ្", "្នំ"), "ភ្\u200bនំពេញ"),
        ("ខ្មែរ", "ខែ្មរ"),
        ("ស្ត្រី", "ស្រ្តី", "ស្ដ្រី", "សី្ត្រ"),
        ("សន្តិភាព", "សន្ដិភាព"),
        ("កើត", "កេីត", "កីេត"),
        ("ទៅកោះ", "ទៅកេាះ", "ទៅកាេះ"),
        ("អាស៊ី", "អាសី៊", "អាសុី", "អាសីុ"),
        ("ជប៉ុន", "ជបុ៉ន"),
        ("ឱ្យ", "ឲ្យ"),
        ("ឪពុក", "ឳពុក"),
        ("ឥសាន", "ឦសាន"),
        ("អាកាស", "\u17a4កាស", "\u17a3ាកាស"),
        ("គណៈ", "គណះ"),
        ("អនុស្សាវរីយ៍", "អនុស្សាវរីយ", "អនុស្សាវរីយ៏"),
        ("ផ្សេងៗ", "ផ្សេង", "ផ្សេង ៗ"),
        ("ទុយ រី", "ទុយរី", "ទុយ\u200bរី"),
        ("អ.វ.ត.ក", "អវតក"),
        ("ឆ្នាំំ", "ឆ្នាំ", "ឆ្នំា", "ឆា្នំ"),
        ("២០២៣", "2023", "２０２３", "២០\u200b២៣", "\u17f2\u17f0\u17f2\u17f3"),
    ],
)
def test_khmer_spellings_of_the_same_are_one(spellings):
    assert len({tuple(tokens(text)) for text in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("កា", "កី"), ("ដា", "តា"), ("ប៉ា", "បា"), ("ប៉ា", "ប៊ា"), ("កុំ", "កំ"), ("ស្តា", "សតា"), ("ស្រា", "ស្លា"), ("ឫ", "ឬ")])
def test_khmer_words_that_only_look_alike_are_not(one, other):
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ภาษาไทย กรุงเทพ", ["ภาษาไทย", "กรุงเทพ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("العَرَبِيَّة", ["العربية"]),
        ("Привёт Всем", ["привет", "всем"]),
        ("한국어 \u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", ["한국어", "한국어"]),
        ("Ελλάδα", ["ελλαδα"]),
        ("🇰🇭🇯🇵 👍🏽🌸", ["🇰🇭", "🇯🇵", "👍", "🌸"]),
        ("٢٠٢٣ २०२३ ๒๐๒๓", ["2023", "2023", "2023"]),
        ("\0 \ufffd \ud800 '\" -- \u202e", []),
    ],
)
def test_what_is_written_in_other_scripts_is_found_by_its_words(text, found):
    assert tokens(text) == found


def test_units_say_their_script_their_place_and_how_they_are_written():
    assert list(analysis.units("the 70th temples 祭ភ្នំ")) == [
        Unit("w", "the", 0, 3, "the"),
        Unit("w", "70", 4, 8, "70th"),
        Unit("w", "templ", 9, 16, "temples"),
        Unit("ja", "祭", 17, 18, "祭"),
        Unit("km", "ភ្នំ", 18, 22, "ភ្នំ"),
    ]


def test_spans_are_places_in_the_text_as_it_is():
    text = "Café’s ㈱ ｶﾞ ភ្\u200bនំ"
    assert [(unit.text, text[start:end]) for unit, start, end in analysis.spans(text)] == [("cafe", "Café’s"), ("株", "㈱"), ("が", "ｶﾞ"), ("ភ្នំ", "ភ្\u200bនំ")]


def test_titles_are_found_by_words_that_are_not_stemmed():
    assert title_words("The 70th Celebrations’ 祭り") == ["the", "70th", "celebrations", "祭り", "り"]


def test_words_that_may_be_misspelt():
    assert plain_words("The café's 70 temples of Siem-Reap, 祭り ភ្នំ Москва " + "x" * 41) == {"the", "cafe", "temples", "siem", "reap"}


def test_a_text_has_no_more_tokens_than_a_database_keeps():
    assert tokens("word " * (LIMIT + 5)) == ["word"] * LIMIT
    assert len(tokens("か" * 1_100_000)) == LIMIT
    assert len(max(tokens("x" * 5000), key=len)) == 60


@pytest.mark.parametrize("text", ["\U00010428" * 60 + " ", "ក" + "្ក្ខ្គ្ឃ្ង្ច" * 10 + " "], ids=["long words", "long clusters"])
def test_all_tokens_together_fit_into_what_a_database_keeps(text):
    found = tokens(text * 4000)
    assert len(found) >= 2000
    assert sum(len(token.encode()) + 8 for token in found) < 1_000_000


def test_a_thousand_coengs_that_lead_nowhere_take_no_longer_than_letters():
    """Looked at again from each of them, this would take minutes."""
    assert analysis.tokens("\u1780" + "\u17d2" * 150_000) == ["\u1780"]
    assert analysis.tokens("\u1780" + "\u17d2" * 3 + "\u179a") == ["\u1780\u17d2\u179a"]
