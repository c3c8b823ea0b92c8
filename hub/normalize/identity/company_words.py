"""The words that Japanese company names are made of, with their readings, by which 山田商事 meets ヤマダシヨウジ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from hub.normalize.identity.coined_names import coined_readings
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.romaji import kana_romaji, kana_syllables, romaji_key
from hub.normalize.late import late
from hub.normalize.variants import lookalikes

_WORDS = """
商事しょうじ 商会しょうかい 商店しょうてん 商工しょうこう 商行しょうこう 通商つうしょう 貿易ぼうえき 交易こうえき
物産ぶっさん 産業さんぎょう 工業こうぎょう 興業こうぎょう 鉱業こうぎょう 興産こうさん 実業じつぎょう 企業きぎょう
事業じぎょう 建設けんせつ 建築けんちく 建材けんざい 建工けんこう 建装けんそう 組ぐみ 組くみ 土木どぼく 土建どけん
工務店こうむてん 工務こうむ 工事こうじ 工作所こうさくしょ 工作こうさく 工機こうき 工芸こうげい 工房こうぼう
工場こうじょう 工所こうしょ 設備せつび 設計せっけい 測量そくりょう 住建じゅうけん 住宅じゅうたく 住設じゅうせつ
不動産ふどうさん 地所じしょ 製作所せいさくしょ 製作せいさく 製造せいぞう 製造所せいぞうしょ 製鋼せいこう 製鉄せいてつ
製鉄所せいてつしょ 製紙せいし 製菓せいか 製パンせいぱん 製麺せいめん 製麺所せいめんじょ 製薬せいやく 製粉せいふん
製茶せいちゃ 製本せいほん 電機でんき 電気でんき 電器でんき 電工でんこう 電子でんし 電設でんせつ 電業でんぎょう
電装でんそう 電力でんりょく 電線でんせん 電材でんざい 通信つうしん 通信機つうしんき 無線むせん 精機せいき 精工せいこう
精密せいみつ 精器せいき 機械きかい 機工きこう 機器きき 機材きざい 機電きでん 器械きかい 計器けいき 計測けいそく
計装けいそう 金属きんぞく 金型かながた 金物かなもの 金網かなあみ 鉄工てっこう 鉄工所てっこうしょ 鉄鋼てっこう
鋼材こうざい 鋼業こうぎょう 鋳造ちゅうぞう 鍍金めっき 板金ばんきん 溶接ようせつ 塗装とそう 塗料とりょう 化学かがく
化成かせい 化工かこう 化粧品けしょうひん 薬品やくひん 薬局やっきょく 薬房やくぼう 樹脂じゅし 合成ごうせい 繊維せんい
紡績ぼうせき 織物おりもの 染工せんこう 染色せんしょく 被服ひふく 衣料いりょう 縫製ほうせい 皮革ひかく 靴店くつてん
紙業しぎょう 紙器しき 紙工しこう 印刷いんさつ 印刷所いんさつじょ 出版しゅっぱん 書店しょてん 書房しょぼう 新聞しんぶん
新聞社しんぶんしゃ 広告こうこく 広告社こうこくしゃ 放送ほうそう 運輸うんゆ 運送うんそう 運送店うんそうてん 輸送ゆそう
海運かいうん 陸運りくうん 物流ぶつりゅう 倉庫そうこ 交通こうつう 鉄道てつどう 電鉄でんてつ 観光かんこう 旅行りょこう
旅館りょかん 自動車じどうしゃ 自工じこう 車輌しゃりょう 車両しゃりょう 整備せいび 食品しょくひん
食品工業しょくひんこうぎょう 食糧しょくりょう 食堂しょくどう 食料しょくりょう 食料品店しょくりょうひんてん
水産すいさん 水道すいどう 海産かいさん 漁業ぎょぎょう 青果せいか 農園のうえん 農産のうさん 農機のうき 牧場ぼくじょう
畜産ちくさん 飼料しりょう 肥料ひりょう 園芸えんげい 造園ぞうえん 緑化りょっか 林業りんぎょう 木材もくざい 木工もっこう
木工所もっこうしょ 材木店ざいもくてん 製材せいざい 製材所せいざいしょ 家具かぐ 家具店かぐてん 建具たてぐ
畳店たたみてん 石材せきざい 石材店せきざいてん 石油せきゆ 燃料ねんりょう 瓦斯がす 酒造しゅぞう 酒店さけてん
醸造じょうぞう 醤油しょうゆ 味噌みそ 本店ほんてん 本舗ほんぽ 本社ほんしゃ 呉服店ごふくてん 時計店とけいてん 文具ぶんぐ
文具店ぶんぐてん 電気店でんきてん 金物店かなものてん 精肉店せいにくてん 生花店せいかてん 写真館しゃしんかん
写真しゃしん 美容室びようしつ 美容びよう 理容りよう 保険ほけん 証券しょうけん 信用金庫しんようきんこ 銀行ぎんこう
金融きんゆう 生命保険せいめいほけん 会計かいけい 会計事務所かいけいじむしょ 税務ぜいむ 税理士ぜいりし
税理士事務所ぜいりしじむしょ 法律事務所ほうりつじむしょ 事務所じむしょ 事務機じむき 経営けいえい 研究所けんきゅうしょ
研究所けんきゅうじょ 総合そうごう 総業そうぎょう 総研そうけん 技研ぎけん 技術ぎじゅつ 技建ぎけん 技工ぎこう
情報じょうほう 開発かいはつ 企画きかく 計画けいかく 管理かんり 管財かんざい 警備けいび 保障ほしょう 清掃せいそう
環境かんきょう 衛生えいせい 医療いりょう 医療器いりょうき 医科器械いかきかい 医院いいん 病院びょういん 歯科しか
歯科医院しかいいん 眼科がんか 外科げか 内科ないか 小児科しょうにか 整形外科せいけいげか 整骨院せいこついん
動物病院どうぶつびょういん 介護かいご 福祉ふくし 福祉会ふくしかい 学園がくえん 学院がくいん 幼稚園ようちえん
保育園ほいくえん 教育きょういく 出版社しゅっぱんしゃ 協会きょうかい 組合くみあい 連合会れんごうかい 会かい 社しゃ
堂どう 屋や 館かん 園えん 店てん 工こう 製せい 所しょ 舎しゃ 軒けん 亭てい 庵あん 房ぼう 苑えん 荘そう 院いん 丸まる
家や 兄弟きょうだい 兄弟商会きょうだいしょうかい 親和しんわ 共同きょうどう 協同きょうどう 共栄きょうえい 共和きょうわ
協和きょうわ 協栄きょうえい 協立きょうりつ 共立きょうりつ 三栄さんえい 三共さんきょう 三協さんきょう 三和さんわ
三洋さんよう 三光さんこう 三幸さんこう 三信さんしん 三友さんゆう 三星さんせい 三愛さんあい 三京さんきょう 三恵さんけい
大栄だいえい 大和だいわ 大和やまと 大成たいせい 大正たいしょう 大東だいとう 大日本だいにっぽん 大日だいにち
大洋たいよう 大同だいどう 大幸だいこう 大光だいこう 大信だいしん 大興だいこう 大昭だいしょう 大陽たいよう 大阪おおさか
太陽たいよう 太平洋たいへいよう 太平たいへい 太洋たいよう 東亜とうあ 東栄とうえい 東海とうかい 東京とうきょう
東光とうこう 東西とうざい 東都とうと 東北とうほく 東洋とうよう 東邦とうほう 東和とうわ 東信とうしん 東部とうぶ
東日本ひがしにほん 西日本にしにほん 西部せいぶ 南部なんぶ 南海なんかい 北陸ほくりく 北海道ほっかいどう 北海ほっかい
北日本きたにほん 北斗ほくと 北洋ほくよう 北部ほくぶ 北信ほくしん 九州きゅうしゅう 四国しこく 中国ちゅうごく
中部ちゅうぶ 中央ちゅうおう 中日本なかにほん 中京ちゅうきょう 関東かんとう 関西かんさい 近畿きんき 信越しんえつ
信州しんしゅう 日本にほん 日本にっぽん 日東にっとう 日新にっしん 日栄にちえい 日進にっしん 日興にっこう 日研にっけん
日産にっさん 日立ひたち 日章にっしょう 日昇にっしょう 日通にっつう 日信にっしん 新日本しんにほん 新日本しんにっぽん
新和しんわ 新栄しんえい 新生しんせい 新光しんこう 新興しんこう 新東しんとう 信和しんわ 信栄しんえい 昭和しょうわ
昭栄しょうえい 昭光しょうこう 明治めいじ 明和めいわ 明光めいこう 明星みょうじょう 平和へいわ 平成へいせい 富士ふじ
富士見ふじみ 富国ふこく 富岳ふがく 丸一まるいち 丸三まるさん 丸大まるだい 丸中まるなか 丸和まるわ 丸栄まるえい
丸八まるはち 丸山まるやま 丸善まるぜん 丸高まるたか 丸福まるふく 丸正まるしょう 丸新まるしん 丸共まるきょう
山一やまいち 山二やまに 山三やまさん 山丸やままる 山陽さんよう 山陰さんいん 光洋こうよう 光陽こうよう 光栄こうえい
光和こうわ 光和こうわ 光伸こうしん 光電こうでん 幸和こうわ 興和こうわ 興亜こうあ 興国こうこく 晃和こうわ 栄光えいこう
栄和えいわ 栄進えいしん 永和えいわ 英和えいわ 泰和たいわ 泰成たいせい 泰平たいへい 朝日あさひ 旭あさひ 旭日きょくじつ
旭光きょっこう 極東きょくとう 国際こくさい 世界せかい 全国ぜんこく 全日本ぜんにほん 帝国ていこく 第一だいいち
第二だいに 第三だいさん 一光いっこう 一心いっしん 二葉ふたば 双葉ふたば 双和そうわ 誠和せいわ 正和しょうわ
正栄しょうえい 清和せいわ 清光せいこう 成和せいわ 成光せいこう 晴海はるみ 若葉わかば 若松わかまつ 松栄しょうえい
松竹しょうちく 松風まつかぜ 竹中たけなか 梅田うめだ 桜さくら 桜井さくらい 桐生きりゅう 常磐ときわ 常盤ときわ
千代田ちよだ 千歳ちとせ 千葉ちば 埼玉さいたま 神奈川かながわ 横浜よこはま 川崎かわさき 名古屋なごや 愛知あいち
岐阜ぎふ 三重みえ 静岡しずおか 浜松はままつ 豊田とよた 豊橋とよはし 京都きょうと 神戸こうべ 兵庫ひょうご 姫路ひめじ
奈良なら 和歌山わかやま 滋賀しが 岡山おかやま 広島ひろしま 山口やまぐち 鳥取とっとり 島根しまね 香川かがわ
徳島とくしま 愛媛えひめ 高知こうち 福岡ふくおか 博多はかた 佐賀さが 長崎ながさき 熊本くまもと 大分おおいた
宮崎みやざき 鹿児島かごしま 沖縄おきなわ 琉球りゅうきゅう 青森あおもり 岩手いわて 宮城みやぎ 仙台せんだい 秋田あきた
山形やまがた 福島ふくしま 郡山こおりやま 茨城いばらき 水戸みと 栃木とちぎ 宇都宮うつのみや 群馬ぐんま 高崎たかさき
前橋まえばし 新潟にいがた 長岡ながおか 富山とやま 石川いしかわ 金沢かなざわ 福井ふくい 山梨やまなし 甲府こうふ
長野ながの 松本まつもと 札幌さっぽろ 旭川あさひかわ 函館はこだて 小樽おたる 帯広おびひろ 釧路くしろ 江戸えど
武蔵むさし 武蔵野むさしの 相模さがみ 湘南しょうなん 多摩たま 常陸ひたち 越後えちご 加賀かが 三河みかわ 尾張おわり
遠州えんしゅう 甲州こうしゅう 摂津せっつ 播磨はりま 吉備きび 瀬戸内せとうち 伊予いよ 土佐とさ 阿波あわ 讃岐さぬき
肥後ひご 薩摩さつま 筑紫ちくし 筑後ちくご 備前びぜん 安芸あき 出雲いずも 伊勢いせ 志摩しま 淀よど 浪速なにわ
難波なんば 生田いくた 港みなと 湊みなと 渚なぎさ 太陽光たいようこう 未来みらい 希望きぼう 創建そうけん 創造そうぞう
創和そうわ 進和しんわ 進栄しんえい 進光しんこう 進興しんこう 友和ゆうわ 友愛ゆうあい 有信ゆうしん 雄飛ゆうひ
優和ゆうわ 和光わこう 和泉いずみ 和幸わこう 緑みどり 若竹わかたけ 光ひかり 泉いずみ 宝たから 鶴つる 亀かめ 鳳おおとり
鳳凰ほうおう 白鳥しらとり 白鳥はくちょう 白百合しらゆり 菊水きくすい 菊正きくまさ 万代ばんだい 萬代ばんだい
万葉まんよう 弥生やよい 睦むつみ
洋品店ようひんてん 洋服店ようふくてん 洋装店ようそうてん 鍼灸院しんきゅういん 鍼灸しんきゅう 接骨院せっこついん
治療院ちりょういん 米穀店べいこくてん 米店こめてん 菓子舗かしほ 菓子店かしてん 茶舗ちゃほ 理髪店りはつてん
花店はなてん 硝子店がらすてん 硝子がらす 自転車じてんしゃ 自転車商会じてんしゃしょうかい 写真事務所しゃしんじむしょ
司法書士しほうしょし 行政書士ぎょうせいしょし 社会保険労務士しゃかいほけんろうむし 設計事務所せっけいじむしょ
協議会きょうぎかい 商工会しょうこうかい 商工会議所しょうこうかいぎしょ 市役所しやくしょ 町役場まちやくば
村役場むらやくば 役場やくば 大学だいがく 高校こうこう 高等学校こうとうがっこう 小学校しょうがっこう
中学校ちゅうがっこう 学校がっこう 寿司すし 鮨すし 豆腐店とうふてん 鮮魚店せんぎょてん 青果店せいかてん
履物店はきものてん 左官さかん 鉄筋てっきん 電化でんか 畳たたみ 神社じんじゃ 学習塾がくしゅうじゅく 調剤ちょうざい
診療所しんりょうじょ 製作所せいさくじょ 工作所こうさくじょ 鉄工所てっこうじょ 木工所もっこうじょ 製材所せいざいじょ
製鉄所せいてつじょ 製造所せいぞうじょ 印刷所いんさつしょ 製麺所せいめんしょ 工所こうじょ
"""
_WORD = late("([^\\sぁ-ん]+)([ぁ-んー]+)")
_KANJI_RUN = late("[一-鿿々]+")
_PARTS = late("[一-鿿々]+|[ァ-ヶー]+|[a-z]+|[0-9]+")
_MOST_READINGS = 4
_MOST_WORDS = 12
_LONGEST_NAME = 40
_COINED, _MOST_WITH_COINED = 2, 6
_AFTER_SMALL_TSU = frozenset("kstp")

# Banks' large kana, English spelling and doubled letters are folded on both sides alike.
_GLIDE = late("(?:(sh|ch|j)iy|([knhrgbp])iy)(?=[auo])")
_SMALL_VOWEL = late("fu(?=[aieo])")
_TSU = late("tsu(?=[kstp])")
_ENGLISH = late("c(?!h)|[lvq]|y(?![aeiou])")
_AS_JAPANESE = {"c": "k", "q": "k", "l": "r", "v": "b", "y": "i"}
_MEANT_SMALL = late("[キシチニヒリギジヂビピ][ヤユヨ]|フ[アイエオ]|ツ(?=[カキクケコサシスセソタツテトパピプペポ])")
_GLIDES = dict(zip("キシチニヒリギジヂビピフ", "ky sh ch ny hy ry gy j j by py f".split(), strict=True))  # noqa: SIM905
_SMALL_VOWELS = dict(zip("ヤユヨアイエオ", "auoaieo", strict=True))
_LONG_OR_DOUBLED = late(r"o[ou]+|([a-z])\1+")
_DOUBLED = late(r"([a-z])\1+")


def name_readings(core: str) -> tuple[str, ...]:
    """The romanizations that a folded name may have; () where one of its kanji words is not known."""
    if len(core) > _LONGEST_NAME:
        return ()
    if _KANJI_RUN.fullmatch(core):
        return _kanji(core)
    readings = [""]
    position = 0
    for part in _PARTS.finditer(core):
        if part.start() != position:
            return ()
        position = part.end()
        further = _part_readings(part[0])
        readings = [_at_seam(before, after) for before in readings for after in further][:_MOST_READINGS]
    return tuple(readings) if position == len(core) and readings != [""] else ()


def _part_readings(part: str) -> tuple[str, ...]:
    if part[0] > "\u3fff" or part[0] == "々":
        return _kanji(part)
    return (part if part.isdigit() else kana_sound(part) if part[0] > "z" else sound_key(romaji_key(part)),)


def kana_sound(katakana: str) -> str:
    """The `sound_key` of large katakana, without the romanization between."""
    if _MEANT_SMALL.search(katakana):
        katakana = _MEANT_SMALL.sub(_glide, katakana)
    return _LONG_OR_DOUBLED.sub(_first, kana_syllables(katakana))


def _glide(found: re.Match[str]) -> str:
    kana = found[0]
    return _GLIDES[kana[0]] + _SMALL_VOWELS[kana[1]] if len(kana) == 2 else ""


def _first(found: re.Match[str]) -> str:
    return found[0][0]


def sound_key(romaji: str) -> str:
    """A romanization as companies are compared by it: Canon is kanon, and ニツポン is nipon."""
    key = _GLIDE.sub(lambda found: found[1] or f"{found[2]}y", romaji)
    key = _TSU.sub("", _SMALL_VOWEL.sub("f", key))
    key = _ENGLISH.sub(lambda found: _AS_JAPANESE[found[0]], key)
    return _DOUBLED.sub(r"\1", key)


def _kanji(run: str) -> tuple[str, ...]:
    """The readings of a run of kanji: of known words, and of a coined name with its trade behind."""
    words = _words()
    if run in words:
        return words[run]
    ends = [cut for cut in range(1, len(run)) if run[cut:] in words]
    for cut in ends:
        if run[:cut] in words:
            return _joined(words[run[:cut]], words[run[cut:]])
    coined = _coined(run)
    found = _with_a_letter_before(run, ends) or (_of_many_words(run) if ends else ())
    return tuple(dict.fromkeys((*coined, *found)))[:_MOST_WITH_COINED] if coined else found


def _coined(run: str) -> tuple[str, ...]:
    readings = coined_readings(run[:_COINED])
    if not readings or len(run) == _COINED:
        return readings
    return _joined(readings, _words().get(run[_COINED:], ()))


def _with_a_letter_before(run: str, ends: Sequence[int]) -> tuple[str, ...]:
    """Most names are a family name or a place with its trade behind and maybe a letter before."""
    words = _words()
    for cut in ends:
        for first in range(1, cut):
            if run[first:cut] in words and run[:first] in words:
                return _joined(_joined(words[run[:first]], words[run[first:cut]]), words[run[cut:]])
    return ()


def _of_many_words(run: str) -> tuple[str, ...]:
    words, sizes = _words(), _sizes()
    fewest = [0] + [_MOST_WORDS] * len(run)
    last = [0] * (len(run) + 1)
    for start, sign in enumerate(run):
        count = fewest[start] + 1
        if count < _MOST_WORDS:
            for size in sizes.get(sign, ()):
                end = start + size
                if end <= len(run) and count < fewest[end] and run[start:end] in words:
                    fewest[end], last[end] = count, size
    if fewest[-1] == _MOST_WORDS:
        return ()
    readings: tuple[str, ...] = ("",)
    end = len(run)
    while end:
        start = end - last[end]
        readings = _joined(words[run[start:end]], readings)
        end = start
    return readings


def _joined(firsts: tuple[str, ...], rests: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([_at_seam(first, rest) for first in firsts for rest in rests][:_MOST_READINGS])


def _at_seam(first: str, rest: str) -> str:
    """Two words in a row as they are folded in one: アカマツシヨウテン is akamashoten, シンニホン shinihon."""
    if first[-3:] == "tsu" and rest[:1] in _AFTER_SMALL_TSU:
        return first[:-3] + rest
    same = first[-1:] == rest[:1] or (first[-1:] == "o" and rest[:1] == "u")
    return first + rest[1:] if same else first + rest


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """By their first letter, the sizes that words have."""
    sizes: dict[str, set[int]] = {}
    for word in _words():
        sizes.setdefault(word[0], set()).add(len(word))
    return {sign: tuple(sorted(some)) for sign, some in sizes.items()}


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, reading in _WORD.findall(_WORDS):
        found.setdefault(lookalikes(name), {})[sound_key(kana_romaji(reading))] = None
    for name, readings in surname_tables().readings.items():
        found.setdefault(lookalikes(name), {}).update(dict.fromkeys(map(sound_key, readings)))
    return {name: tuple(readings)[:_MOST_READINGS] for name, readings in found.items() if readings}
