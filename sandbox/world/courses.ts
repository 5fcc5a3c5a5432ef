/** Courses of every kind that a trainee can meet. Days count from the day on which the sandbox was first started. */
import { CENTRES } from './centres.ts';

export interface WorldCourse {
  /** Short and url-safe; part of deep links. */
  code: string;
  title: string;
  /** کد استاندارد: fifteen digits, the first four of them a group of occupations. */
  standardCode: string;
  /** Code of the centre. */
  centre: string;
  capacity: number;
  seatsTaken: number;
  /** Whole rials; 0 is free of charge. */
  feeRials: number;
  shift: 'morning' | 'evening';
  startsAt: string;
  endsAt: string;
  registrationOpensAt: string;
  registrationClosesAt: string;
  status: 'open' | 'closed' | 'cancelled';
  /** Whom it is for, where it is not for all; ages in full years on the first day. */
  audience?: { gender?: 'women' | 'men'; minAge?: number; maxAge?: number };
  /** Standard codes of what must be completed before. */
  prerequisites?: string[];
}

type Row = [
  code: string,
  title: string,
  standardCode: string,
  centre: string,
  seats: `${number}/${number}`,
  feeRials: number,
  /** m(orning) or e(vening), first day, length in days. */
  schedule: `${'m' | 'e'} ${number}+${number}`,
];

/** Seats are taken/capacity. Registration is open from a while ago until two days before the first day. */
const OPEN: readonly Row[] = [
  [
    'weld101',
    'جوشکاری با قوس الکتریکی (SMAW)',
    '721220570010001',
    'thr-kaveh',
    '11/20',
    4_500_000,
    'm 21+45',
  ],
  ['weld201', 'جوشکاری گاز محافظ (MIG/MAG)', '721220570020001', 'thr-kaveh', '6/16', 7_800_000, 'e 28+60'],
  ['elec101', 'برق ساختمان درجهٔ ۲', '741120470010001', 'thr-kaveh', '14/24', 3_600_000, 'm 14+60'],
  ['cnc301', 'تراشکاری CNC', '722320390030001', 'azs-sahand', '5/12', 12_500_000, 'm 30+75'],
  ['solar101', 'نصب پنل خورشیدی', '741120470070001', 'sib-hamoon', '3/18', 2_400_000, 'm 25+30'],
  ['tailor101', 'دوخت لباس زنانه', '753120140010001', 'thr-mehr', '9/15', 2_900_000, 'm 12+45'],
  ['carpet101', 'قالی‌بافی طرح نائین', '731820170010001', 'isf-naqsh', '2/14', 1_800_000, 'm 18+90'],
  ['hvac201', 'تعمیر کولر گازی و پمپ حرارتی', '712720280020001', 'khz-karun', '10/20', 5_200_000, 'e 16+40'],
  ['auto101', 'تعمیر خودروهای سواری بنزینی', '723120540010001', 'khr-toos', '8/22', 6_400_000, 'm 20+70'],
  ['plumb101', 'لوله‌کشی آب و گاز', '712620360010001', 'frs-zand', '7/18', 4_100_000, 'e 24+45'],
  ['mobile101', 'تعمیر تلفن همراه', '742220440010001', 'khr-toos', '12/20', 8_900_000, 'e 15+35'],
  ['web201', 'برنامه‌نویسی وب با جاوااسکریپت', '251320530020001', 'thr-kod', '13/25', 18_000_000, 'e 22+90'],
  ['python101', 'برنامه‌نویسی پایتون', '251220530010001', 'thr-kod', '20/30', 15_500_000, 'e 19+60'],
  ['graphic101', 'طراحی گرافیک با رایانه', '216620110010001', 'thr-negarin', '10/16', 13_200_000, 'm 26+50'],
  ['hair201', 'آرایش و پیرایش زنانه', '514120090020001', 'isf-ziba', '4/12', 16_700_000, 'm 17+80'],
  ['saffron101', 'فرآوری زعفران', '611320250010001', 'khr-zaferan', '6/20', 3_300_000, 'm 33+20'],
  ['pastry101', 'شیرینی‌پزی سنتی شیراز', '751220130010001', 'frs-narenj', '5/14', 9_400_000, 'e 13+30'],
  ['account101', 'حسابداری عمومی مقدماتی', '331320210010001', 'azs-aras', '9/20', 6_900_000, 'e 23+55'],
  ['tour101', 'راهنمای گردشگری طبیعت', '511320200010001', 'gil-khazar', '7/15', 11_800_000, 'm 29+40'],
  // One or two seats left.
  ['weld102', 'جوشکاری آرگون (TIG)', '721220570030001', 'thr-kaveh', '15/16', 6_200_000, 'm 20+40'],
  ['barista101', 'قهوه‌سازی (باریستا)', '513120230010001', 'thr-negarin', '10/12', 14_300_000, 'e 11+15'],
  [
    'ict101',
    'مهارت‌های هفت‌گانهٔ رایانه (ICDL)',
    '413220420010001',
    'sib-hamoon',
    '24/25',
    1_200_000,
    'm 16+40',
  ],
  // Full.
  ['drone101', 'خلبانی پهپاد تصویربرداری', '315320310010001', 'thr-negarin', '10/10', 28_000_000, 'm 27+20'],
  ['nurse101', 'کمک‌پرستاری', '532120150010001', 'thr-mehr', '20/20', 5_700_000, 'm 19+90'],
  // Cheap, free, dear.
  ['firstaid', 'کمک‌های اولیه', '325820150020001', 'khz-karun', '6/30', 500_000, 'e 10+3'],
  ['safety101', 'ایمنی و بهداشت کار', '325720150030001', 'isf-naqsh', '11/40', 500_000, 'm 12+4'],
  ['entre101', 'مهارت‌های کسب‌وکار خانگی', '242120210020001', 'sib-hamoon', '8/35', 0, 'm 14+6'],
  ['literacy', 'سواد مالی برای همه', '241220210030001', 'frs-zand', '15/50', 0, 'e 18+2'],
  ['gold301', 'طلا و جواهرسازی پیشرفته', '731320260030001', 'isf-naqsh', '2/8', 45_000_000, 'm 35+120'],
  ['film301', 'فیلم‌سازی حرفه‌ای', '265420120030001', 'thr-negarin', '3/10', 45_000_000, 'e 40+100'],
  // Starts very soon.
  ['excel101', 'صفحه‌گسترده (اکسل) در اداره', '413220420020001', 'thr-kod', '12/20', 4_900_000, 'e 3+12'],
  ['sewing102', 'تعمیر چرخ خیاطی خانگی', '723320140020001', 'azs-sahand', '4/12', 2_700_000, 'm 4+10'],
];

/** Registration has ended, or was ended. */
const CLOSED: readonly Row[] = [
  ['lathe101', 'تراشکاری درجهٔ ۲', '722320390010001', 'azs-sahand', '16/18', 4_800_000, 'm 1+60'],
  ['wood101', 'درودگری و مبل‌سازی', '752220340010001', 'gil-khazar', '9/14', 7_100_000, 'm 9+75'],
];

const CANCELLED: readonly Row[] = [
  ['glass101', 'شیشه‌گری دست‌ساز', '731520270010001', 'frs-narenj', '1/10', 10_600_000, 'e 30+45'],
];

/** Registration begins in some days. */
const NOT_YET_OPEN: readonly Row[] = [
  ['robot201', 'رباتیک و اینترنت اشیا', '742120440020001', 'khr-toos', '0/16', 19_900_000, 'm 50+60'],
];

/** What some courses ask of those who come, by the code of the course. */
const CONDITIONS: Readonly<Record<string, Pick<WorldCourse, 'audience' | 'prerequisites'>>> = {
  tailor101: { audience: { gender: 'women' } },
  hair201: { audience: { gender: 'women', minAge: 16 } },
  auto101: { audience: { gender: 'men' } },
  plumb101: { audience: { minAge: 18 } },
  solar101: { audience: { minAge: 18, maxAge: 45 } },
  excel101: { audience: { maxAge: 40 } },
  weld201: { prerequisites: ['721220570010001'] },
  cnc301: { prerequisites: ['722320390010001'] },
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Tehran is 3:30 ahead of UTC all year. */
const TEHRAN_OFFSET_MS = 3.5 * HOUR_MS;
const REGISTRATION_OPENED_DAYS = -10;
const REGISTRATION_CLOSES_DAYS_BEFORE_START = 2;
const NOT_YET_OPEN_DAYS = 7;
const START_HOURS = { m: 8, e: 16 };

/** The courses as they are when the sandbox is first started at `firstStart` (milliseconds since the epoch). */
export function createCourses(firstStart: number): WorldCourse[] {
  const today = midnightInTehran(firstStart);
  return [
    ...OPEN.map((row) => toCourse(row, today, 'open', REGISTRATION_OPENED_DAYS)),
    ...CLOSED.map((row) => toCourse(row, today, 'closed', REGISTRATION_OPENED_DAYS)),
    ...CANCELLED.map((row) => toCourse(row, today, 'cancelled', REGISTRATION_OPENED_DAYS)),
    ...NOT_YET_OPEN.map((row) => toCourse(row, today, 'open', NOT_YET_OPEN_DAYS)),
  ];
}

function toCourse(row: Row, today: number, status: WorldCourse['status'], opensInDays: number): WorldCourse {
  const [code, title, standardCode, centre, seats, feeRials, schedule] = row;
  if (!CENTRES.some((known) => known.code === centre)) throw new Error(`course ${code}: no centre ${centre}`);
  const [seatsTaken = 0, capacity = 0] = seats.split('/').map(Number);
  const [shift, days = ''] = schedule.split(' ') as ['m' | 'e', string?];
  const [firstDay = 0, lengthInDays = 0] = days.split('+').map(Number);
  const at = (day: number, hour: number) => new Date(today + day * DAY_MS + hour * HOUR_MS).toISOString();
  return {
    ...{ code, title, standardCode, centre, capacity, seatsTaken, feeRials },
    shift: shift === 'm' ? 'morning' : 'evening',
    startsAt: at(firstDay, START_HOURS[shift]),
    endsAt: at(firstDay + lengthInDays, START_HOURS[shift] + 4),
    registrationOpensAt: at(opensInDays, 0),
    registrationClosesAt: at(firstDay - REGISTRATION_CLOSES_DAYS_BEFORE_START, 0),
    status,
    ...CONDITIONS[code],
  };
}

function midnightInTehran(time: number): number {
  return Math.floor((time + TEHRAN_OFFSET_MS) / DAY_MS) * DAY_MS - TEHRAN_OFFSET_MS;
}
