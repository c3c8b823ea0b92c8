"""The words of headings: which Japanese and English headings mean which field of which part."""

from __future__ import annotations

# Field, transform ("-": the field's own) and the headings that mean it; a line that is indented goes on with the last.
COMPANY = """
name company_name 企業名 会社名 企業 会社 法人名 取引先名 取引先 社名 顧客名 顧客企業名 得意先名 得意先 お客様名
    会社名漢字 貴社名 組織名 団体名 商号 屋号 名称 会社名称 企業名称 法人名称 取引先名称 得意先名称 顧客名称
    company companyname account accountname customer customername client organization
    organisation corporatename
    会社正式名称 正式名称 得意先正式名称 御社名 顧客会社名 お客様会社名 企業名屋号 会社名屋号 店舗名屋号
kana kana 会社名カナ 企業名カナ 企業名フリガナ 会社名フリガナ 社名カナ 社名フリガナ 取引先名カナ 得意先名カナ
    法人名カナ 企業カナ 会社カナ 会社フリガナ 企業フリガナ 会社名ふりがな 企業名ふりがな 社名ふりがな 取引先カナ
    取引先フリガナ 取引先名フリガナ 得意先カナ 得意先フリガナ 得意先名フリガナ 法人名フリガナ 顧客カナ 顧客フリガナ
    顧客名カナ 顧客名フリガナ お客様名カナ お客様名フリガナ 商号フリガナ 商号カナ 屋号カナ 屋号フリガナ companykana
corporate_number - 法人番号 corporatenumber
legal_form - 法人格 legalform
invoice_number - インボイス番号 インボイス登録番号 登録番号 適格請求書発行事業者登録番号 適格請求書発行事業者番号
    t番号 登録番号t番号 インボイス登録番号t番号 invoicenumber
representative - 代表者 代表者名 代表者氏名 代表取締役 社長名 representative ceo president
    代表取締役名 代表取締役社長 代表名 社長
industry - 業種 業界 業種名 業態 industry sector
business - 事業内容 業務内容 主要事業 business description
capital money 資本金 capital
employees integer 従業員数 社員数 従業員 employees numberofemployees employeecount headcount
sales_size - 売上規模 売上高 年商 売上 annualrevenue revenue
    年間売上高 年間売上 直近売上高
listed boolean 上場 上場区分 上場有無 listed
fiscal_month month 決算月 決算期 決算 fiscalmonth
founded_on - 設立日 設立年月日 設立 創業日 創立日 founded foundedon established
founded_on year 設立年 創業年 foundedyear
url url 企業url 会社url url ホームページ hp hpurl ウェブサイト webサイト web サイト website homepage webpage
    ホームページurl ホームページアドレス hpアドレス webサイトurl サイトurl 会社hp 会社ホームページ webアドレス
email email 代表メール 代表メールアドレス 会社メールアドレス 会社メール 企業メールアドレス companyemail
phone phone 代表電話 代表電話番号 会社電話番号 会社電話 会社tel 企業電話番号 本社電話番号 companyphone
other_phones phones その他電話番号 電話番号2 電話2 tel2 phone2 otherphone
    その他の電話番号
other_emails emails その他のメールアドレス その他メールアドレス メールアドレス2 メール2
    サブメール サブメールアドレス 予備メールアドレス email2
fax phone 会社fax 代表fax companyfax
payment_terms - 支払サイト 支払条件 支払い条件 回収サイト paymentterms terms
    回収条件 入金条件 入金サイト 締日支払日
payment_method - 支払方法 決済方法 支払い方法 paymentmethod
credit - 与信 与信情報 与信限度額 与信枠 credit creditlimit
    与信額 与信限度
decision_flow - 決裁フロー 決裁ルート 決裁者 意思決定フロー decisionflow
organisation_chart - 組織図 organisationchart organizationchart
issues - 課題 顧客課題 経営課題 issues painpoints
strategy - 戦略 営業戦略 アプローチ戦略 strategy
buying_intent - 購買意欲 購入意欲 確度 温度感 buyingintent intent
needs - ニーズ 要望 ご要望 顧客ニーズ needs requirements
brand_awareness - ブランド認知 認知度 認知経路 brandawareness
referrer - 紹介元 紹介者 流入経路 獲得経路 きっかけ リードソース referrer source leadsource
    紹介者名 流入元 来店きっかけ ご紹介者 ご紹介者名
first_contact_on - 初回接触日 初回訪問日 初回商談日 初回問い合わせ日 firstcontact firstcontacton
sns - sns snsアカウント 公式sns
"""
CONTACT = """
name person_name 担当者氏名 担当者名 担当者 ご担当者 ご担当者名 ご担当者様 先方担当者 先方担当者名 お客様担当者
    窓口担当者 窓口 氏名 氏名漢字 名前漢字 お名前漢字 お名前 名前 フルネーム 顧客氏名 会員名
    顧客担当者 顧客担当者名 顧客側担当者 客先担当者 客先担当者名 取引先担当者 取引先担当者名 得意先担当者
    得意先担当者名
    企業担当者 企業担当者名 会社担当者 先方担当 先方ご担当者 お客様担当者名 お客様氏名 会員氏名 患者名 生徒氏名
    contact contactname contactperson fullname name personname
kana person_kana 担当者カナ 担当者名カナ 担当者名フリガナ 担当者フリガナ 担当者氏名カナ 担当者氏名フリガナ 氏名カナ
    氏名フリガナ 氏名ふりがな 名前カナ 名前フリガナ お名前カナ お名前フリガナ 会員名カナ 会員名フリガナ namekana
    フリガナ ふりがな カナ かな よみ 読み仮名 よみがな ヨミガナ kana furigana
family_name - 姓 名字 苗字 familyname lastname surname
given_name - 名 givenname firstname
family_kana kana セイ 姓カナ せい 姓フリガナ familykana lastnamekana
given_kana kana メイ 名カナ めい 名フリガナ givenkana firstnamekana
email email 担当者メールアドレス 担当者メール 担当者email 個人メールアドレス contactemail
phone phone 担当者電話番号 担当者電話 担当者直通 直通 直通電話 直通番号 contactphone directphone
mobile phone tel携帯 電話番号携帯 電話携帯 携帯tel 携帯電話tel 連絡先携帯 スマホ スマートフォン 携帯 携帯電話
    携帯番号 携帯電話番号 担当者携帯 モバイル mobile mobilephone cell cellphone
sex choice 性別 sex gender
photo - 写真 顔写真 プロフィール写真 photo
preferred_contact choice 希望連絡方法 希望する連絡方法 ご希望の連絡方法 preferredcontact
    preferredcontactmethod
birthday - 生年月日 誕生日 birthday birthdate dateofbirth
occupation - 職業 ご職業 occupation
key_person boolean キーパーソン キーマン keyperson
household_size integer 家族人数 世帯人数 家族構成人数 householdsize
hobbies - 趣味 趣味関心 興味関心 関心 hobbies interests
lifestyle - 生活スタイル朝型夜型 生活スタイル ライフスタイル lifestyle
member_since - 会員登録日 入会日 入会年月日 登録年月日 登録日 membersince joinedon
contact_email boolean メール連絡可 メール連絡可否 メール可否 メール可 メール配信可否
contact_phone boolean 電話連絡可 電話連絡可否 電話可否 電話可 tel可否
contact_mail boolean 郵送可 郵送可否 郵送連絡可否
contact_fax boolean fax連絡可 fax連絡可否 fax可否 fax可
contact_sns boolean sns連絡可 sns連絡可否 sns可否 sns可
newsletter boolean メルマガ メールマガジン メルマガ購読 dm可否 newsletter subscribed
satisfaction - 満足度 顧客満足度 satisfaction
card_exchanged_on - 名刺交換日 名刺交換 cardexchangedon
"""
SHARED = """
email email メールアドレス メール メアド eメールアドレス emailアドレス mailアドレス 電子メール 電子メールアドレス
    pcメール
    pcメールアドレス email mail emailaddress mailaddress eメール アドレス
phone phone 電話番号 電話 tel 電話番号1 電話1 tel1 telno tel番号 電話no お電話番号 ご連絡先 連絡先 連絡先電話番号
    固定電話 phone phonenumber telephone
fax phone fax fax番号 faxno ファクシミリ ファックス ファクス
address address 住所 所在地 ご住所 自宅住所 現住所 住所1 address location
    fulladdress
postal_code postal_code 郵便番号 郵便 〒 zip zipcode postalcode postcode
prefecture prefecture 都道府県 都道府県名 県 prefecture state
city - 市区町村 市町村 市区郡 市区町村名 city
street - 番地 番地以降 町名番地以降 以降の住所 町村番地 町名番地 丁目番地 町域番地 町域 street streetaddress
building - 建物名 マンション建物名 建物名マンション名 マンションビル名 ビルマンション名 アパートマンション名
    建物名等 建物ビル名
    ビル名部屋番号 建物 ビル名 建物名部屋番号 マンション名 住所2 building
other_addresses addresses その他住所 その他の住所 他の住所 住所その他 別住所 支店住所 支店所在地 営業所住所 営業所所在地
    工場住所 工場所在地 店舗住所 倉庫住所 送付先住所 郵送先住所 発送先住所 配送先住所 納品先住所 納入先住所
    出荷先住所 届け先住所 届先住所 お届け先住所 お届先住所 otheraddress
    otheraddresses shippingaddress deliveryaddress branchaddress
owner - 自社担当者名 当社担当 当社担当者名 当社営業 当社営業担当 営業担当者名 営業担当名 営業員名 弊社担当者名
    弊社営業担当
    名刺所有者 担当スタッフ 担当スタッフ名 自社担当者 自社担当 営業担当 営業担当者 担当営業 弊社担当 弊社担当者
    当社担当者 社内担当者 営業 owner
    salesrep accountowner accountmanager
rank - 会員ランク 会員種別 会員区分 得意先区分 取引先区分 得意先ランク 取引先ランク 顧客種別 顧客ランク ランク
    重要度 顧客区分 rank tier grade
notes - 備考欄 メモ欄 備考 メモ 特記事項 コメント その他 摘要 notes note memo remarks comment comments
tags - タグ ラベル tag tags labels
"""
EMPLOYMENT = """
department - 部署名1 部署1 所属部門 所属部署名 部課名 部署 部署名 所属 所属部署 部門 部門名 department division
title - 役職 役職名 肩書 肩書き 職位 title jobtitle position
started_on - 就任日 着任日 startedon
is_primary boolean 主たる所属 主所属 primarypost
ended_on - 退任日 退職日 離任日 endedon
post department_title 部署役職名 部署役職 所属役職 部署名役職名 部署名役職 役職部署 役職部署名 部署および役職
    departmenttitle departmentandtitle
"""
DEAL = """
name - 商談名 案件名 案件 プロジェクト名 deal dealname opportunity opportunityname
amount money 商談金額 見込金額 見込み金額 受注予定金額 案件金額 想定金額 見積金額 dealamount dealvalue
    expectedamount
billing choice 請求区分 課金区分 課金方式 billing billingcycle
cost money 原価 cost
contracts integer 契約件数 contracts
products - 商品 商材 提案商品 提案内容 製品 サービス products product
created_on - 商談開始日 商談発生日 商談日 案件発生日 案件登録日 商談作成日 dealcreated dealcreatedon dealstart
    dealstartdate
currency - 通貨 通貨コード currency
notes - 案件概要 案件内容 案件備考 商談備考 商談概要
expected_on - 受注予定日 契約予定日 クローズ予定日 完了予定日 成約予定日 closedate expectedclosedate expectedon
stage - 商談ステータス 商談状況 商談フェーズ フェーズ 案件ステータス 進捗 進捗状況 ステータス 状況 stage dealstage
    dealstatus status phase
next_action next_action 次回アクション 次回対応 ネクストアクション 次アクション 次の一手 次回予定 今後の対応
    nextaction nextstep
next_action_on - 次回アクション予定日 次回アクション日 次回対応日 次回予定日 次回訪問日 次回訪問予定日 nextactionon
    nextactiondate
    nextstepdate
next_action_by - 次回アクション担当 次回担当者 nextactionby
"""
CONTRACT = """
name - 契約名 契約件名 contractname contract
contract_text contract_text 契約内容金額 契約金額内容 契約内容契約金額 契約内容および金額 契約内容と金額
    contractdetails contractcontentandamount
products - 契約内容 契約商品 契約プラン プラン contractcontents plan
amount money 契約金額 成約金額 受注金額 契約額 contractamount contractvalue
signed_on - 契約日 契約締結日 成約日 受注日 契約開始日 signedon contractdate contractsigned
expires_on - 契約満了日 契約終了日 契約期限 更新期限 契約更新日 expireson contractend contractenddate renewaldate
status - 契約状況 契約ステータス 契約状態 contractstatus
"""
ACTIVITY = """
text - 訪問履歴 訪問記録 訪問内容 訪問メモ 対応履歴 対応内容 対応記録 活動履歴 活動内容 活動記録 商談履歴 商談内容
    商談メモ 接触履歴 コンタクト履歴 問い合わせ内容 問合せ内容 お問い合わせ内容 visithistory visits activity
    activityhistory history contacthistory inquiry
at - 訪問日 最終訪問日 訪問日時 対応日 対応日時 活動日 活動日時 問い合わせ日 最終接触日 最終対応日 visitedon
    visitdate lastvisit lastcontacted activitydate
kind choice 対応種別 活動種別 訪問種別 接触方法 activitykind activitytype
subject - 対応件名 活動件名
outcome - 訪問結果 対応結果 活動結果 結果 outcome result
status - 対応ステータス 対応状況
inquiry_kind - 問い合わせ種別 問合せ種別 お問い合わせ種別
next_call_at - 次回連絡日 次回連絡日時 次回連絡予定日
staff - 対応スタッフ 訪問者 対応者 訪問担当者 対応担当者 staff
"""
# What these mean is told by headings beside them that are of an activity by themselves.
OF_AN_ACTIVITY = """
at - 日時 datetime
kind choice 種別 種類 kind type
subject - 件名 タイトル subject title
text - 内容 詳細 text details
"""
READING = "フリガナ ふりがな カナ かな よみ 読み仮名 よみがな ヨミガナ kana furigana"
WHEN = "更新日 最終更新日 更新日時 最終更新日時 最終更新 updatedat updated lastmodified modifiedat lastupdated"
