/**
 * The first inhabitants. Names and numbers are invented: no place issues codes that begin with 999 or 000.
 *
 * Everything of a person follows from a number NN, so that it can be typed from memory: Telegram user 10NN, Bale user
 * 20NN, mobile 09994010 0NN, national code 9994010NN and a check digit.
 */
import type { SandboxPerson } from '../population.ts';
import { withCheckDigit } from './national-code.ts';

type Messengers = 'telegram' | 'bale' | 'both' | 'neither';

type Row = [
  number: number,
  firstName: string,
  lastName: string,
  fatherName: string,
  /** Jalali. */
  birthDate: string,
  gender: 'woman' | 'man',
  on: Messengers,
  note?: string,
  different?: Different,
];

/** What does not follow from the number. */
interface Different {
  role?: SandboxPerson['role'];
  languageCode?: string;
  alive?: boolean;
  hasMobile?: boolean;
  /** Number of the person to whom the SIM is registered. */
  simOwner?: number;
  /** First seven digits of the national code. */
  codeStart?: string;
}

/** People who are there to try something particular. */
const CHARACTERS: readonly Row[] = [
  [1, 'سارا', 'رضایی', 'حسین', '1380/02/14', 'woman', 'telegram', 'کارآموز معمولی در تلگرام'],
  [2, 'محمد', 'کریمی', 'اکبر', '1377/09/03', 'man', 'bale', 'کارآموز معمولی در بله'],
  [3, 'زهرا', 'حسینی', 'سیدجواد', '1382/06/21', 'woman', 'both', 'کارآموزی که هم در تلگرام است و هم در بله'],
  [
    4,
    'امیرعلی',
    'نوری',
    'بهرام',
    '1386/11/08',
    'man',
    'telegram',
    'سیم‌کارتش به نام پدرش، بهرام نوری، است',
    { simOwner: 5 },
  ],
  [5, 'بهرام', 'نوری', 'یدالله', '1352/01/19', 'man', 'bale', 'پدر امیرعلی نوری'],
  [
    6,
    'نیلوفر',
    'آریان',
    'کامبیز',
    '1375/04/30',
    'woman',
    'telegram',
    'زبان تلگرامش انگلیسی است',
    { languageCode: 'en' },
  ],
  [
    7,
    'صفدر',
    'قنبری',
    'رمضان',
    '1331/07/02',
    'man',
    'telegram',
    'درگذشته است و گوشی‌اش نزد بازماندگان',
    { alive: false },
  ],
  [
    8,
    'گل‌بهار',
    'شه‌بخش',
    'خدارحم',
    '1371/12/11',
    'woman',
    'neither',
    'تلفن همراه ندارد (گروه هدف خاص)',
    { hasMobile: false },
  ],
  [
    9,
    'یونس',
    'اکبرزاده',
    'سلیمان',
    '1384/08/17',
    'man',
    'telegram',
    'کد ملی‌اش با صفر آغاز می‌شود',
    { codeStart: '0004010' },
  ],
  [
    10,
    'مریم',
    'سلطانی',
    'محمود',
    '1364/03/25',
    'woman',
    'both',
    'کاربر پورتال مرکز شهید کاوه، با اجازهٔ ثبت گروه‌های هدف خاص؛ یک نفر در تلگرام و بله',
    { role: 'portal-user' },
  ],
  [
    11,
    'کاوه',
    'جهانگیری',
    'منوچهر',
    '1360/10/05',
    'man',
    'telegram',
    'کاربر پورتال آموزشگاه آزاد نگارین',
    { role: 'portal-user' },
  ],
  [12, 'فاطمه', 'دانش‌پور', 'ابراهیم', '1366/05/09', 'woman', 'both', 'کارشناس سازمان', { role: 'staff' }],
  [13, 'سعید', 'مهرآیین', 'عباس', '1358/02/28', 'man', 'telegram', 'مدیر سامانه', { role: 'staff' }],
  [
    43,
    'شهلا',
    'امیری',
    'هادی',
    '1367/07/19',
    'woman',
    'bale',
    'کاربر پورتال دو مرکز: مرکز توس و آموزشگاه آزاد زعفران',
    { role: 'portal-user' },
  ],
];

const TRAINEES: readonly Row[] = [
  [14, 'رضا', 'محمودی', 'قاسم', '1378/01/12', 'man', 'telegram'],
  [15, 'الهام', 'صادقی', 'مهدی', '1381/03/27', 'woman', 'bale'],
  [16, 'حسین', 'رحیم‌پور', 'علی‌اکبر', '1376/07/15', 'man', 'telegram'],
  [17, 'نرگس', 'احمدی', 'مصطفی', '1383/05/02', 'woman', 'bale'],
  [18, 'پویا', 'کاظمی', 'داوود', '1379/12/24', 'man', 'telegram'],
  [19, 'شیرین', 'مرادی', 'فرامرز', '1374/02/08', 'woman', 'both'],
  [20, 'بهزاد', 'عبدی', 'صالح', '1370/11/30', 'man', 'bale'],
  [21, 'مهسا', 'تقی‌زاده', 'ناصر', '1382/09/13', 'woman', 'telegram'],
  [22, 'یاسر', 'بلوچی', 'نظر', '1377/04/04', 'man', 'bale'],
  [23, 'آیدا', 'شریفی', 'بیژن', '1385/06/19', 'woman', 'telegram'],
  [24, 'مهدی', 'زمانی', 'جعفر', '1368/08/22', 'man', 'telegram'],
  [25, 'سمیه', 'خسروی', 'کریم', '1365/10/10', 'woman', 'bale'],
  [26, 'آرش', 'نیک‌نام', 'شاهرخ', '1380/01/29', 'man', 'telegram'],
  [27, 'لیلا', 'باقری', 'رحمان', '1372/03/16', 'woman', 'both'],
  [28, 'دانیال', 'یوسفی', 'ایوب', '1384/12/01', 'man', 'telegram'],
  [29, 'ریحانه', 'موسوی', 'سیدعلی', '1386/04/11', 'woman', 'bale'],
  [30, 'کیان', 'فرهمند', 'اردشیر', '1379/07/07', 'man', 'telegram'],
  [31, 'پروانه', 'ملکی', 'عزیز', '1363/05/20', 'woman', 'bale'],
  [32, 'سجاد', 'حیدری', 'نعمت‌الله', '1381/11/03', 'man', 'telegram'],
  [33, 'هانیه', 'جعفری', 'محسن', '1383/08/26', 'woman', 'telegram'],
  [34, 'ایمان', 'قاسمی', 'یعقوب', '1375/09/09', 'man', 'bale'],
  [35, 'مینا', 'کمالی', 'پرویز', '1378/06/14', 'woman', 'telegram'],
  [36, 'جواد', 'ایزدی', 'غلامرضا', '1369/02/05', 'man', 'bale'],
  [37, 'غزل', 'بهرامی', 'سیامک', '1385/10/18', 'woman', 'telegram'],
  [38, 'ناصر', 'آل‌کثیر', 'عبدالواحد', '1373/01/23', 'man', 'both'],
  [39, 'طاهره', 'عسگری', 'حبیب‌الله', '1362/12/06', 'woman', 'bale'],
  [40, 'شایان', 'راد', 'هوشنگ', '1382/02/17', 'man', 'telegram'],
  [41, 'معصومه', 'فلاح', 'رجب', '1376/05/31', 'woman', 'neither'],
  // Under eighteen for some years to come.
  [42, 'ملیکا', 'رستمی', 'هادی', '1390/06/12', 'woman', 'both'],
];

export const FIRST_PEOPLE: readonly SandboxPerson[] = [...CHARACTERS, ...TRAINEES].map(toPerson);

function toPerson(row: Row): SandboxPerson {
  const [number, firstName, lastName, fatherName, birthDate, gender, on, note = 'کارآموز', different = {}] =
    row;
  const {
    role = 'trainee',
    languageCode = 'fa',
    alive = true,
    hasMobile = true,
    simOwner,
    codeStart,
  } = different;
  return {
    ...{ firstName, lastName, fatherName, birthDate, gender, alive, role, note },
    nationalCode: nationalCodeOf(number, codeStart),
    ...(hasMobile && { mobile: `099940100${twoDigits(number)}` }),
    ...(simOwner && { mobileRegisteredTo: nationalCodeOf(simOwner) }),
    accounts: {
      ...(on !== 'bale' &&
        on !== 'neither' && { telegram: { userId: `10${twoDigits(number)}`, languageCode } }),
      ...(on !== 'telegram' &&
        on !== 'neither' && { bale: { userId: `20${twoDigits(number)}`, languageCode } }),
    },
  };
}

/** `start`: the first seven digits, when they are not everybody's. */
export function nationalCodeOf(number: number, start = '9994010'): string {
  return withCheckDigit(start + twoDigits(number));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
