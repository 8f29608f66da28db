import type { Agency } from './provenance-others.ts';

/** News agencies of Asia, the Near East and Eastern Europe, in the scripts that their copy is printed in. */
export const easternAgencies: readonly Agency[] = [
  {
    id: 'xinhua',
    kind: 'wires',
    names: ['Xinhua', 'NNN-XINHUA', '新华社', '新華社', 'شينخوا', 'Синьхуа'],
  },
  {
    id: 'china-news',
    kind: 'wires',
    names: ['中新社', '中新网', '中央社', '澎湃新闻', '央视新闻', '中央通訊社'],
  },
  {
    id: 'tass',
    kind: 'wires',
    names: ['ITAR-TASS', 'ТАСС', 'РИА Новости', 'RIA Novosti', 'Интерфакс', '塔斯社'],
    codes: ['TASS', 'Interfax', 'Sputnik'],
  },
  {
    id: 'kyodo',
    kind: 'wires',
    names: ['Kyodo News', 'Kyodo', '共同通信', '共同社', '時事通信', 'Jiji Press', 'AFP-JIJI'],
    codes: ['Jiji', 'JIJI', '共同', '時事'],
  },
  {
    id: 'anadolu',
    kind: 'wires',
    names: ['Anadolu Agency', 'Anadolu Ajansı', 'وكالة الأناضول'],
    codes: ['Anadolu', 'الأناضول', 'AA', 'DHA', 'İHA'],
  },
  {
    id: 'pti',
    kind: 'wires',
    names: [
      'Press Trust of India',
      'Indo-Asian News Service',
      'Asian News International',
      'पीटीआई',
      'एएनआई',
      'आईएएनएस',
    ],
    codes: ['PTI', 'IANS', 'ANI', 'भाषा'],
  },
  { id: 'yonhap', kind: 'wires', names: ['Yonhap', '연합뉴스', '뉴시스', 'Newsis'] },
  {
    id: 'near-east-agencies',
    kind: 'wires',
    names: [
      'Emirates News Agency',
      'وكالة أنباء الإمارات',
      'وكالة الأنباء السعودية',
      'وكالة أنباء الشرق الأوسط',
      'Saudi Press Agency',
      'ایسنا',
      'ایرنا',
      'خبرگزاری فارس',
      'خبرگزاری تسنیم',
      'خبرگزاری مهر',
    ],
    codes: ['WAM', 'وام', 'واس', 'IRNA', 'ISNA', 'MENA', 'SANA', 'تسنیم'],
  },
  {
    id: 'asian-agencies',
    kind: 'wires',
    names: ['Bernama', 'Vietnam News Agency', 'Antara News'],
    codes: ['Antara', 'VNA', 'TTXVN', 'CNA'],
  },
  {
    id: 'east-european-agencies',
    kind: 'wires',
    names: [
      'Agerpres',
      'Укрінформ',
      'Укринформ',
      'Ukrinform',
      'УНІАН',
      'УНИАН',
      'Інтерфакс-Україна',
      'Интерфакс-Украина',
      'Tanjug',
    ],
    codes: ['PAP', 'ČTK', 'CTK', 'MTI', 'ΑΠΕ-ΜΠΕ'],
  },
];
