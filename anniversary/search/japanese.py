"""Japanese: both kana are one, and so are the spellings that names and loan words have side by side."""

import re
import unicodedata

from anniversary.search.folding import Rule, dropping, mapping

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
KANA = "\u3041-\u3096\u309d\u309e\u30fc"  # as folded
CHARACTER = f"[{HAN}{KANA}]"

# The old form of a character and the one in use: those of the reform of 1946, and those that names keep.
OLD_AND_NEW = """
亞亜 惡悪 壓圧 圍囲 爲為 醫医 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横 歐欧 毆殴 黃黄 溫温 穩穏 假仮 價価 畫画 會会
壞壊 懷懐 繪絵 槪概 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 渴渇 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 巖巌 顏顔 歸帰 氣気 龜亀 僞偽 戲戯 犧犠 舊旧 據拠 擧挙
峽峡 挾挟 狹狭 曉暁 區区 驅駆 勳勲 薰薫 徑径 惠恵 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 藝芸 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳
效効 廣広 恆恒 鑛鉱 號号 國国 黑黒 濟済 碎砕 齋斉 斎斉 齊斉 劑剤 櫻桜 册冊 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実 舍舎 寫写
釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 將将 奬奨 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 疊畳 穰穣 讓譲 釀醸 觸触 囑嘱 寢寝 愼慎
晉晋 眞真 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 攝摂 竊窃 專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 雙双 壯壮 搜捜 插挿 爭争 總総 聰聡
莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼 蟲虫 鑄鋳 廳庁 聽聴
敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬭闘 德徳 獨独 讀読 屆届 繩縄 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘
濱浜 濵浜 甁瓶 拂払 佛仏 竝並 變変 邊辺 邉辺 辯弁 瓣弁 辨弁 舖舗 穗穂 寶宝 襃褒 豐豊 沒没 每毎 萬万 滿満 默黙 餠餅 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉
搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 禮礼 勵励 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 祿禄 錄録 灣湾 亙亘 髙高 﨑崎 嵜崎 𠮷吉 栁柳
槗橋 嶋島 嶌島 冨富 桒桑 靑青 淸清 曻昇 檜桧 薗園 峯峰 埜野 渕淵 舘館 凉涼 礒磯 蘆芦 壺壷 遙遥 堯尭 槇槙 瑤瑶 凜凛 曾曽 鷗鴎 麵麺 薮藪 萊莱 醬醤 繫繋
禱祷 鶯鴬 皋皐 杦杉 躰体 羣群 裡裏 烟煙 糺糾 敎教 靱靭 曆暦 歷歴 卽即 旣既 鄕郷 狀状 虛虚 徵徴 塡填 剝剥
"""
SMALL_AND_LARGE = "ぁあ ぃい ぅう ぇえ ぉお っつ ゃや ゅゆ ょよ ゎわ ゕか ゖけ ゐい ゑえ ぢじ づず"
AINU = " ㇰく ㇱし ㇲす ㇳと ㇴぬ ㇵは ㇶひ ㇷふ ㇸへ ㇹほ ㇺむ ㇻら ㇼり ㇽる ㇾれ ㇿろ"
WITH_DOTS = " ヷば ヸび ヹべ ヺぼ"
V_ROWS = {"あ": "ば", "い": "び", "え": "べ", "お": "ぼ"}


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in written.split() if pair[0] != pair[1]}


def _letters() -> dict[str, str]:
    hiragana = {chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
    large = _pairs(SMALL_AND_LARGE)
    return large | {katakana: large.get(kana, kana) for katakana, kana in hiragana.items()} | _pairs(OLD_AND_NEW + AINU + WITH_DOTS) | {"〻": "々"}


LETTERS = _letters()


def _taking(mark: str) -> str:
    """The kana, of any width, that are one character with the voiced or half-voiced mark."""
    kana = map(chr, (*range(0x3041, 0x3100), *range(0xFF66, 0xFF9E)))
    return "".join(one for one in kana if len(unicodedata.normalize("NFKC", one + mark)) == 1)


VOICED, HALF_VOICED = "\u3099\u309b\uff9e", "\u309a\u309c\uff9f"
VOICES = {kana: unicodedata.normalize("NFC", kana + VOICED[0]) for kana in _taking(VOICED[0])}
VOICELESS = {voiced: kana for kana, voiced in VOICES.items()}


def _repeated(found: re.Match[str]) -> str:
    """かゞ is かが, and づゝ is づつ: the mark says whether the repeated kana is voiced."""
    kana, marks = found.groups()
    plain = VOICELESS.get(kana, kana)
    voiced = VOICES.get(plain, kana)
    return kana + "".join(LETTERS.get(voiced, voiced) if mark == "ゞ" else plain for mark in marks)


def _said_again(found: re.Match[str]) -> str:
    """人々 is 人人, and 部分々々 is 部分部分."""
    word, character, marks = found.groups()
    return word * 2 if word else character * (1 + len(marks))


_DIGITS, _TENS = "〇一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
_NUMERALS = _DIGITS + "".join(_TENS)


def _number(found: re.Match[str]) -> str:
    """二〇二三 and 二千二十三 are 2023."""
    if not any(letter in _TENS for letter in found[0]):
        return "".join(str(_DIGITS.index(letter)) for letter in found[0])
    whole, digit = 0, 0
    for letter in found[0]:
        if letter in _TENS:
            whole, digit = whole + (digit or 1) * _TENS[letter], 0
        else:
            digit = 10 * digit + _DIGITS.index(letter)
    return str(whole + digit)


# Before width is folded: a mark beside a kana that cannot have it says nothing, and the one that stands by itself is the other.
VOICING = [
    dropping(f"[{VOICED}](?<![{_taking(VOICED[0])}].)|[{HALF_VOICED}](?<![{_taking(HALF_VOICED[0])}].)", VOICED + HALF_VOICED),
    mapping({VOICED[1]: VOICED[0], HALF_VOICED[1]: HALF_VOICED[0]}),
    Rule(re.compile("(.)([\u3099\u309a\uff9e\uff9f])", re.S), lambda found: unicodedata.normalize("NFKC", found[0]), "\u3099\u309a\uff9e\uff9f"),
]

# After letters are folded; all dashes are hyphens by then, and all dots in the middle are one.
_WRITTEN = HAN.replace("\u3005", "\u3006")  # no sign that repeats
RULES = [
    Rule(re.compile(f"-(?<=[{KANA}]-)(?:(?=[{KANA}])|(?![\\w-]))"), lambda found: "ー", "-"),
    dropping(f"[・=](?<=[{KANA}].)(?=[{HAN}{KANA}])|[・=](?<=[{HAN}].)(?=[{KANA}])", "・="),
    Rule(re.compile("ー{2,}"), lambda found: "ー", "ー"),
    Rule(re.compile(f"ー(?<![{KANA}]ー)"), lambda found: " ", "ー"),
    Rule(re.compile("([ぁ-ゖ])([ゝゞ]+)"), _repeated, "ゝゞ"),
    Rule(re.compile(f"([{_WRITTEN}]{{2}})々々(?!々)|([{_WRITTEN}])(々+)"), _said_again, "々"),
    Rule(re.compile("ゔ([あいえお]?)"), lambda found: V_ROWS.get(found[1], "ぶ"), "ゔ"),
    # What is counted so is written with digits too; 数十年 and 五万三千年 are left, as no digits are written there.
    Rule(re.compile(f"[{_NUMERALS}](?<![0-9{_NUMERALS}万億数何幾].)[{_NUMERALS}]{{0,7}}(?=[年月日回周号世位期次])"), _number),
    Rule(re.compile("[かけ箇](?<=[0-9〇一二三四五六七八九十百千万数何].)(?=[月国所年条村])"), lambda found: "か"),
]
