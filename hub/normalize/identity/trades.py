"""The trade that a company's name ends on, in whichever language: Yamada Foods and 山田食品 may be one firm.

Invariant: a trade is known by the first of its words; a word of several trades tells all of them.
"""

from __future__ import annotations

from functools import cache

from hub.normalize.identity.company_words import name_readings
from hub.normalize.kana import TO_LARGE_KATAKANA

_TRADES = """
foods food 食品 フーズ フード
logistics logi transport transportation express 物流 運輸 運送 通運 陸運 急便 ロジスティクス ロジ トランスポート
logistics エクスプレス
construction builders building 建設 工務店 建築 組 コンストラクション
electric electronics denki 電気 電機 電工 電子 電器 電設 エレクトリック エレクトロニクス
chemical chemicals 化学 化成 ケミカル
industries industry industrial kogyo sangyo 工業 産業 興業 鉱業 インダストリー インダストリーズ
trading 商事 物産 貿易 交易 通商 商会 トレーディング
products 物産 産物 プロダクツ プロダクト
estate realestate realty 不動産 地所 エステート リアルティ
printing print 印刷 プリント プリンティング
service services サービス サービシーズ
systems system システム システムズ
consulting consultants コンサルティング コンサルタント
works seisakusho 製作所 ワークス
planning 企画 プランニング
partners パートナーズ
solutions solution ソリューション ソリューションズ
metal metals 金属 メタル
steel ironworks 製鋼 鉄鋼 鋼業 鉄工 鉄工所 スチール
timber lumber 木材 材木店 製材
brewery brewing 酒造 醸造
liquor liquors 酒店 酒販 リカー リカーズ
confectionery confections sweets 製菓 菓子店 スイーツ
tech technology technologies テック テクノロジー テクノロジーズ
landscape landscaping gardens 造園 緑化 ランドスケープ
facilities facility 設備 ファシリティーズ
photo photostudio 写真 写真館 フォト
survey surveying 測量 サーベイ
stone 石材 石材店
farm farms 農園 牧場 農場 ファーム
accounting 会計 会計事務所 アカウンティング
engineering giken 技研 技術 エンジニアリング
design デザイン 設計
care ケア 介護
pharma pharmaceutical pharmacy 薬品 製薬 薬局 ファーマ ファーマシー
motors motor auto 自動車 モータース モーター モータース オート
paper 紙業 製紙 ペーパー
net network ネット ネットワーク
lab laboratory labs ラボ 研究所
capital キャピタル
painting 塗装 塗装工業 ペイント
insurance 保険 インシュアランス
oil petroleum 石油 オイル
fisheries marine 水産 漁業 マリン
travel tourist 観光 旅行 トラベル ツーリスト
security 警備 セキュリティ
cleaning 清掃 クリーニング
barber 理容 理容室 理髪店
clinic 医院 クリニック 診療所
warehouse storage 倉庫
textile textiles 繊維 織物 テキスタイル
machinery 機械 マシナリー
rice 米店 米穀店
furniture 家具 インテリア
ranch 牧場
temple 寺 神社 大社 天満宮 八幡宮 稲荷
"""


@cache
def _trades_by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _TRADES.strip().splitlines():
        trade, *others = line.split()
        for word in (trade, *others):
            key = word.translate(TO_LARGE_KATAKANA)
            found[key] = f"{found[key]} {trade}" if key in found and trade not in found[key].split() else trade
    return found


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _trades_by_word()}, reverse=True))


def stem_and_trades(core: str) -> tuple[str, str]:
    """A core of a name (`companies.company_core`) without the trade that it ends on, and this as words; "" for none."""
    words = _trades_by_word()
    for length in _lengths():
        if length < len(core) and (found := words.get(core[-length:])):
            return core[:-length], found
    return core, ""


def trades(core: str) -> str:
    """The trades that a core ends on, as words; "" for none."""
    return stem_and_trades(core)[1]


def named_with_trade(stem: str, trades: str) -> list[str]:
    """How a name of a stem and trades may be called in any language: nanho+foods of 南邦食品 and of Nanho Foods."""
    return [f"{reading}+{trade}" for reading in name_readings(stem) for trade in trades.split()] if trades else []
