"""Words of Japanese company names with their reading, the most frequent first."""

AUSPICIOUS = (
    "大和/だいわ 三和/さんわ 東洋/とうよう 協和/きょうわ 日進/にっしん 三栄/さんえい 大成/たいせい 東亜/とうあ "
    "富士/ふじ 昭和/しょうわ 新栄/しんえい 丸一/まるいち 共栄/きょうえい 太陽/たいよう 朝日/あさひ 旭/あさひ "
    "三共/さんきょう 日東/にっとう 光/ひかり 栄/さかえ 第一/だいいち 平和/へいわ 大栄/だいえい 東和/とうわ "
    "三協/さんきょう 中央/ちゅうおう 昭栄/しょうえい 日新/にっしん 双葉/ふたば 信和/しんわ 明和/めいわ "
    "丸善/まるぜん 永和/えいわ 大同/だいどう 三光/さんこう 丸和/まるわ 宝/たから 万葉/まんよう 千代田/ちよだ "
    "桜/さくら 若葉/わかば 三友/さんゆう 丸八/まるはち 山一/やまいち 丸正/まるしょう 三愛/さんあい "
    "東海/とうかい 興和/こうわ 幸和/こうわ 誠和/せいわ 豊和/ほうわ 大洋/たいよう 西日本/にしにほん "
    "東日本/ひがしにほん 北陸/ほくりく 関東/かんとう 日本/にほん 全日本/ぜんにほん 太平洋/たいへいよう "
    "瑞穂/みずほ 八千代/やちよ 高砂/たかさご 常盤/ときわ 寿/ことぶき 鶴亀/つるかめ 松竹/しょうちく "
    "白鳥/しらとり 金剛/こんごう 隆盛/りゅうせい 誠心/せいしん 国際/こくさい 廣和/こうわ 榮光/えいこう "
    "櫻花/おうか 龍王/りゅうおう 滝川/たきがわ 濱屋/はまや 邦栄/ほうえい 祥和/しょうわ 暁/あかつき"
)
COINED = (
    "アクト/Act ネクスト/Next サン/Sun アシスト/Assist エース/Ace ユニ/Uni アイ/I アルファ/Alpha "
    "サクセス/Success フジ/Fuji トータル/Total ライフ/Life ホーム/Home クリエイト/Create プラス/Plus "
    "スター/Star パートナー/Partner ワールド/World テクノ/Techno メディカル/Medical オフィス/Office "
    "グリーン/Green エコ/Eco ジャパン/Japan ニュー/New トライ/Try リンク/Link スマイル/Smile ハート/Heart "
    "ビジネス/Business プロ/Pro コスモ/Cosmo オリエント/Orient セントラル/Central ダイヤ/Dia ロイヤル/Royal "
    "キャリア/Career フロンティア/Frontier ビジョン/Vision フューチャー/Future アドバンス/Advance "
    "イースト/East ウエスト/West サウス/South ノース/North ブリッジ/Bridge シティ/City クリア/Clear "
    "ブルー/Blue レッド/Red ホワイト/White ゴールド/Gold シルバー/Silver クラウド/Cloud スカイ/Sky "
    "オーシャン/Ocean リバー/River フォレスト/Forest ステップ/Step ジャンプ/Jump リーフ/Leaf ルート/Root "
    "シード/Seed フルール/Fleur ソレイユ/Soleil ルナ/Luna ステラ/Stella アクア/Aqua テラ/Terra ネオ/Neo "
    "オメガ/Omega ベータ/Beta デルタ/Delta シグマ/Sigma イプシロン/Epsilon ゼロ/Zero ワン/One ファースト/First "
    "ベスト/Best トップ/Top マックス/Max スマート/Smart クイック/Quick ラピッド/Rapid アーク/Arc "
    "アーバン/Urban ヴィレッジ/Village フィールド/Field ガーデン/Garden ゲート/Gate ポート/Port キューブ/Cube "
    "サークル/Circle ラボ/Lab ファクトリー/Factory デザイン/Design アート/Art ヴォイス/Voice エール/Yell "
    "キズナ/Kizuna ミライ/Mirai ヒカリ/Hikari サクラ/Sakura アスカ/Asuka ヤマト/Yamato ミズホ/Mizuho "
    "タカラ/Takara ナゴミ/Nagomi ツナグ/Tsunagu"
)
TRADES = (
    "建設/けんせつ/Construction 商事/しょうじ/Trading 工業/こうぎょう/Industries 興業/こうぎょう/Kogyo "
    "産業/さんぎょう/Sangyo 商会/しょうかい/Shokai 製作所/せいさくしょ/Manufacturing 電機/でんき/Electric "
    "運輸/うんゆ/Transport 工務店/こうむてん/Builders 不動産/ふどうさん/Realty 電気/でんき/Electric "
    "商店/しょうてん/Store 設備/せつび/Facilities 物産/ぶっさん/Products 食品/しょくひん/Foods "
    "運送/うんそう/Express 機械/きかい/Machinery 土木/どぼく/Civil 化学/かがく/Chemical 印刷/いんさつ/Printing "
    "組/ぐみ/Gumi 自動車/じどうしゃ/Motors 住宅/じゅうたく/Housing 製薬/せいやく/Pharma 紙業/しぎょう/Paper "
    "金属/きんぞく/Metal 精機/せいき/Seiki 鉄工所/てっこうしょ/Ironworks 繊維/せんい/Textile "
    "塗装/とそう/Painting 造園/ぞうえん/Landscape 開発/かいはつ/Development 企画/きかく/Planning "
    "警備/けいび/Security 水産/すいさん/Fisheries 製菓/せいか/Confectionery 酒造/しゅぞう/Brewing "
    "木材/もくざい/Timber 硝子/がらす/Glass 書店/しょてん/Books 薬局/やっきょく/Pharmacy 倉庫/そうこ/Warehouse "
    "観光/かんこう/Tourism 測量/そくりょう/Survey 保険/ほけん/Insurance 製鋼/せいこう/Steel 青果/せいか/Fruits"
)
MODERN_TRADES = (
    "システム/System プランニング/Planning コーポレーション/Corporation サービス/Service "
    "エンジニアリング/Engineering コンサルティング/Consulting テクノロジー/Technology ハウス/House "
    "トレーディング/Trading フーズ/Foods ソリューションズ/Solutions クリエイティブ/Creative デザイン/Design "
    "エステート/Estate メディア/Media ネットワーク/Network パートナーズ/Partners ロジスティクス/Logistics "
    "カンパニー/Company マネジメント/Management スタッフ/Staff ケア/Care ソフト/Soft "
    "インターナショナル/International ラボ/Lab ワークス/Works リンクス/Links プロジェクト/Project リース/Lease "
    "エナジー/Energy オート/Auto ジャパン/Japan"
)
GROUP_TRADES = (
    "ホールディングス/ほーるでぃんぐす/Holdings 商事/しょうじ/Trading 不動産/ふどうさん/Realty "
    "物流/ぶつりゅう/Logistics システム/しすてむ/System 建設/けんせつ/Construction 工業/こうぎょう/Industries "
    "サービス/さーびす/Service 販売/はんばい/Sales エンジニアリング/えんじにありんぐ/Engineering "
    "ファイナンス/ふぁいなんす/Finance ビルサービス/びるさーびす/Building フーズ/ふーず/Foods "
    "電機/でんき/Electric テクノ/てくの/Techno"
)
CLINICS = (
    "歯科医院/しかいいん/Dental クリニック/くりにっく/Clinic 内科医院/ないかいいん/Clinic 医院/いいん/Clinic "
    "整形外科/せいけいげか/Orthopedics 眼科/がんか/Eye 皮膚科/ひふか/Skin 病院/びょういん/Hospital "
    "耳鼻咽喉科/じびいんこうか/ENT 小児科/しょうにか/Kids"
)
OFFICES = (
    "会計事務所/かいけいじむしょ/Accounting 税理士事務所/ぜいりしじむしょ/Tax 法律事務所/ほうりつじむしょ/Law "
    "社会保険労務士事務所/しゃかいほけんろうむしじむしょ/Labor 司法書士事務所/しほうしょしじむしょ/Legal "
    "行政書士事務所/ぎょうせいしょしじむしょ/Legal 建築設計事務所/けんちくせっけいじむしょ/Architects "
    "デザイン事務所/でざいんじむしょ/Design"
)
SHOPS = (
    "商店/しょうてん/Store 理容室/りようしつ/Barber 美容室/びようしつ/Hair 酒店/さかてん/Liquor "
    "電器/でんき/Denki 米店/こめてん/Rice 鮮魚店/せんぎょてん/Fish 精肉店/せいにくてん/Meat "
    "生花店/せいかてん/Flowers 食堂/しょくどう/Diner 畳店/たたみてん/Tatami 農園/のうえん/Farm "
    "写真館/しゃしんかん/Photo クリーニング店/くりーにんぐてん/Cleaning 自転車店/じてんしゃてん/Cycle "
    "金物店/かなものてん/Hardware"
)
SHOP_HEADS = (
    "スナック/すなっく/Snack 居酒屋/いざかや/Izakaya カフェ/かふぇ/Cafe ヘアサロン/へあさろん/Hair "
    "喫茶/きっさ/Cafe ラーメン/らーめん/Ramen 焼肉/やきにく/Yakiniku 鮨/すし/Sushi そば処/そばどころ/Soba "
    "整体院/せいたいいん/Seitai 学習塾/がくしゅうじゅく/Juku バー/ばー/Bar"
)
SHOP_NAMES = (
    "愛/あい さくら/さくら 一番/いちばん ひまわり/ひまわり 花/はな 大将/たいしょう すみれ/すみれ 和/なごみ "
    "福/ふく 夢/ゆめ 結/ゆい あおぞら/あおぞら まる/まる 縁/えん 来夢/らいむ 風/かぜ 月/つき こもれび/こもれび "
    "竹/たけ 鈴/すず"
)
# Welfare bodies and firms put two good characters together.
WELFARE_HEADS = (
    "愛/あい 恵/けい 清/せい 慈/じ 健/けん 仁/じん 光/こう 福/ふく 和/わ 明/めい 寿/じゅ 希/き 徳/とく 真/しん "
    "美/び 松/しょう"
)
WELFARE_TAILS = (
    "育会/いくかい 愛会/あいかい 和会/わかい 光会/こうかい 友会/ゆうかい 生会/せいかい 心会/しんかい 徳会/とくかい "
    "信会/しんかい 寿会/じゅかい 仁会/じんかい 祥会/しょうかい 泉会/せんかい 樹会/じゅかい"
)
GOOD_HEADS = (
    "大/だい 三/さん 東/とう 新/しん 協/きょう 共/きょう 明/めい 富/ふ 栄/えい 昭/しょう 光/こう 信/しん "
    "幸/こう 誠/せい 永/えい 興/こう 北/ほく 南/なん 西/せい 中/ちゅう 正/せい 豊/ほう 平/へい 泰/たい "
    "秀/しゅう 英/えい 昌/しょう 隆/りゅう"
)
GOOD_TAILS = (
    "和/わ 栄/えい 洋/よう 進/しん 成/せい 光/こう 信/しん 陽/よう 昌/しょう 友/ゆう 幸/こう 興/こう 伸/しん "
    "誠/せい 宝/ほう 豊/ほう 央/おう 邦/ほう 隆/りゅう 明/めい 建/けん 心/しん 産/さん 研/けん"
)
# Of such sounds are words made that mean nothing and are nobody else's.
SYLLABLES = (
    "ア/a リ/ri ノ/no ル/ru テ/te ミ/mi ラ/ra ト/to ス/su レ/re マ/ma ナ/na ク/ku オ/o ヴィ/vi セ/se ロ/ro "
    "フィ/fi サ/sa エ/e ティ/ti ニ/ni コ/ko ディ/di プ/pu メ/me ユ/yu ソ/so ビ/bi"
)
ASSOCIATIONS = (
    "商工会/しょうこうかい 観光協会/かんこうきょうかい 医師会/いしかい 建設業協会/けんせつぎょうきょうかい "
    "青年会議所/せいねんかいぎしょ 法人会/ほうじんかい 農業協同組合/のうぎょうきょうどうくみあい "
    "森林組合/しんりんくみあい 社会福祉協議会/しゃかいふくしきょうぎかい"
)
DEPARTMENTS = (
    "営業部 総務部 経理部 営業課 管理部 営業本部 技術部 開発部 製造部 人事部 企画部 情報システム部 購買部 "
    "工事部 品質保証部 経営企画室 業務部 第一営業部 第二営業部 財務部 人事総務部 マーケティング部 生産管理部 "
    "設計部 資材部 広報部 法務部 海外事業部 物流部 カスタマーサポート部 社長室 営業部営業一課 営業部営業二課 "
    "総務部総務課 経理部経理課 DX推進室"
)
TITLES = (
    "部長 課長 係長 主任 次長 マネージャー 課長代理 リーダー 室長 専務取締役 常務取締役 取締役 執行役員 所長 "
    "支店長 チーフ 工場長 顧問 部長代理 参事"
)
HEADS = ["代表取締役", "代表取締役社長", "代表取締役", "取締役社長", "代表取締役CEO", "社長"]
# How who leads is called where the legal form is another one.
OTHER_HEADS = {
    "godo": ("代表社員", "代表"),
    "medical": ("院長", "理事長"),
    "sole": ("代表", "店主", "オーナー", "所長"),
    "tax": ("代表社員", "所長"),
    "association": ("会長", "理事長"),
    "welfare": ("理事長", "施設長"),
    "npo": ("理事長", "代表理事"),
    "school": ("理事長", "園長", "学長"),
    "public": ("市長", "課長"),
    "cooperative": ("理事長", "組合長"),
}
