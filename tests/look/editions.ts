/** What the newsletters of the recorded looks tell, in their languages. All of it is invented. */
import type { Edition } from './issues.ts';

export const english: Edition = {
  locale: 'en-GB',
  timezone: 'Europe/London',
  name: 'The Morning Brief',
  postalAddress: '1 Example Road, London',
  sections: [
    {
      title: 'World',
      stories: [
        { title: 'Lighthouse keepers of the outer isles hand over to the night shift for good', summary: 'The last lamp that was still lit by hand went over to a timer on Sunday evening. Two keepers, one cook and a great many gulls came to see it, and the speech had to be given twice because of the wind.', source: 'The Harbour Gazette', author: 'Ines Calloway', alt: 'A lighthouse at dusk with its door open' },
        { title: 'Three towns agree on one clock', summary: 'For a century the valley kept three times of day. As of Monday the church bells of all three ring together, give or take a minute.', source: 'Meridian Post', author: 'Amara Osei', alt: 'A church clock being set' },
        { title: 'Seed library lends its ten thousandth packet', summary: 'Whoever borrows beans brings beans back in autumn. Nine in ten do.', source: 'Field Notes' },
        { title: 'The old canal carries freight again', summary: 'Eleven barges of oats, at walking pace, with a waiting list.', source: 'Meridian Post', author: 'Petra Lindqvist' },
      ],
    },
    {
      title: 'Science',
      stories: [
        { title: 'A moth navigates by the smell of rain, say two who followed it', summary: 'They walked behind it for nineteen nights with a lamp and a notebook. The paper is short, the appendix is long, and the map at its end looks like a ball of wool.', source: 'The Southern Observatory', author: 'Dr Lena Okafor', alt: 'A moth on a wet leaf' },
        { title: 'Glass that remembers its shape', summary: 'Bend it, warm it, and it is flat again: what began as a broken window in a laboratory may end in spectacles.', source: 'Field Notes' },
      ],
    },
    {
      title: 'Culture & Cooking',
      stories: [
        { title: 'The orchestra that tunes to the kettle', summary: '“It is an honest A,” says the first oboe, “and there is tea.”', source: 'Lantern Review', author: 'Tomas Reiner', alt: 'A kettle on a music stand' },
        { title: 'Bread at midnight, by people who can’t sleep', summary: 'A bakery opens when the pubs close.', source: 'The Night Kitchen' },
      ],
    },
  ],
};

export const german: Edition = {
  locale: 'de-DE',
  timezone: 'Europe/Berlin',
  name: 'Die Morgenpost',
  postalAddress: 'Beispielweg 1, 20095 Hamburg',
  sections: [
    {
      title: 'Stadt und Hafen',
      stories: [
        { title: 'Die Hafenfähre fährt wieder, und diesmal mit Blaskapelle', summary: 'Nach vier Wintern im Trockendock legte die „Möwe“ am Sonntag pünktlich ab. Fünf Minuten später spielte die Kapelle, zehn Minuten später regnete es, und niemand ging unter Deck.', source: 'Hafenblatt', author: 'Jürgen Süß', alt: 'Eine Fähre am Kai, davor Menschen mit Schirmen' },
        { title: 'Straßenbahnfahrerinnen gründen einen Chor', summary: 'Geprobt wird an der Endhaltestelle, in den Pausen und in drei Stimmen.', source: 'Elbe Heute', author: 'Käthe Groß', alt: 'Frauen vor einer Straßenbahn' },
        { title: 'Ein Garten auf dem Bunkerdach trägt die ersten Äpfel', summary: 'Sieben Stück, gerecht geteilt.', source: 'Hafenblatt' },
      ],
    },
    {
      title: 'Wissenschaft',
      stories: [
        { title: 'Geschwindigkeitsbegrenzungsvorrichtung für Brieftauben vorgestellt', summary: 'Der Preis für das längste Wort im Titel einer Dissertation geht nach Jena. Die Tauben fliegen wie zuvor.', source: 'Laborbuch', author: 'Dr. Änne Löwe', alt: 'Eine Taube mit Ring' },
        { title: 'Moos speichert mehr Wasser als gedacht', summary: 'Wer im Wald gezählt hat, wundert sich nicht.', source: 'Laborbuch' },
      ],
    },
  ],
};

export const russian: Edition = {
  locale: 'ru-RU',
  timezone: 'Europe/Moscow',
  name: 'Утренний выпуск',
  postalAddress: 'ул. Примерная, 1, Москва',
  sections: [
    {
      title: 'Город',
      stories: [
        { title: 'На старом мосту снова открыли чайную, и очередь дошла до набережной', summary: 'Самовар нашли на чердаке, чашки принесли соседи. В первый день налили четыреста стаканов чая, а варенье закончилось ещё до полудня.', source: 'Речной вестник', author: 'Анна Соколова', alt: 'Самовар у окна с видом на реку' },
        { title: 'Трамвай номер семь вернулся на свой маршрут', summary: 'Его ждали девять лет. Первым вошёл мальчик с собакой, вторым — его дедушка, который помнит ещё старые вагоны.', source: 'Городская хроника', author: 'Пётр Ильин', alt: 'Красный трамвай на повороте' },
        { title: 'Дворники выпустили сборник стихов', summary: 'Тираж разошёлся за неделю.', source: 'Речной вестник' },
      ],
    },
    {
      title: 'Наука',
      stories: [
        { title: 'Под озером нашли ещё одно озеро', summary: 'Вода в нём старше всех карт, а рыбы, судя по всему, никуда не торопятся.', source: 'Полевая тетрадь', author: 'Д-р Ольга Вяземская', alt: 'Зимнее озеро' },
        { title: 'Мох растёт быстрее, чем считали', summary: 'Считали, впрочем, редко.', source: 'Полевая тетрадь' },
      ],
    },
    { title: 'Культура', stories: [{ title: 'Театр играет при свечах до весны', summary: 'Электрик в отпуске.', source: 'Фонарь' }] },
  ],
};

export const japanese: Edition = {
  locale: 'ja-JP',
  timezone: 'Asia/Tokyo',
  name: '朝の便り',
  postalAddress: '東京都例区見本町1-1',
  sections: [
    {
      title: '街',
      stories: [
        { title: '港町の朝市、百年ぶりに夜明け前から開く', summary: '最初に並んだのは漁師の孫で、最後まで残ったのは猫だった。用意した味噌汁は一時間でなくなり、来週は鍋を二つにするという。', source: '港新聞', author: '山田花子', alt: '夜明けの朝市' },
        { title: '路面電車の運転士が俳句の会をつくる', summary: '集まりは終点で、休憩時間に。三十句が車内に貼り出された。', source: '街の記録', author: '佐藤一郎', alt: '海沿いを走る路面電車' },
        { title: '銭湯の煙突、灯台として使われる', summary: '船からよく見えるらしい。', source: '港新聞' },
      ],
    },
    {
      title: '科学',
      stories: [
        { title: '雨の匂いを頼りに飛ぶ蛾を、十九夜追いかけた二人', summary: '論文は短く、付録は長い。', source: '野帳', author: '鈴木玲子', alt: '葉にとまる蛾' },
        { title: '苔は思ったより早く育つ', summary: '数えた人は驚かない。', source: '野帳' },
      ],
    },
  ],
};

export const arabic: Edition = {
  locale: 'ar',
  timezone: 'Asia/Amman',
  name: 'بريد الصباح',
  postalAddress: 'شارع المثال ١، عمّان',
  sections: [
    {
      title: 'المدينة',
      stories: [
        { title: 'عودة العبّارة القديمة إلى المرفأ بعد أربعة شتاءات من الانتظار', summary: 'أبحرت في موعدها تمامًا صباح الأحد، وعلى متنها فرقة موسيقية وثلاثمئة راكب وقطّة واحدة. قال القبطان إن البحر كان أهدأ من المسافرين.', source: 'جريدة المرفأ', author: 'ليلى حدّاد', alt: 'عبّارة عند الرصيف وقت الفجر' },
        { title: 'مكتبة البذور تعير ظرفها العشرة آلاف', summary: 'من يستعير الفول يعيده في الخريف، وتسعة من كل عشرة يفعلون. النسخة 2.0 من الفهرس على الموقع (www.example).', source: 'دفتر الحقل', author: 'سامر نعمة', alt: 'ظروف بذور على رفّ خشبي' },
        { title: 'سائقو الحافلات يؤسسون جوقة', summary: 'التدريب في آخر محطة.', source: 'جريدة المرفأ' },
      ],
    },
    {
      title: 'العلوم',
      stories: [
        { title: 'فراشة تهتدي برائحة المطر', summary: 'تبعها باحثان تسع عشرة ليلة بمصباح ودفتر.', source: 'المرصد الجنوبي', author: 'د. رنا قاسم', alt: 'فراشة على ورقة مبللة' },
        { title: 'زجاج يتذكر شكله', summary: 'تثنيه وتدفئه فيعود مستويًا.', source: 'دفتر الحقل' },
      ],
    },
  ],
};
