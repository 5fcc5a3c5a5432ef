/** State centres (مراکز دولتی) and private institutes (آموزشگاه‌های آزاد), all invented. */

export interface WorldCentre {
  code: string;
  name: string;
  kind: 'state' | 'private';
  province: string;
  city: string;
  address: string;
}

type Place = [code: string, name: string, province: string, city: string, address: string];

const STATE_CENTRES: readonly Place[] = [
  ['thr-kaveh', 'مرکز شهید کاوه', 'تهران', 'تهران', 'خیابان آزادی، کوچهٔ کارگاه، پلاک ۱۲'],
  ['thr-mehr', 'مرکز خواهران مهر', 'تهران', 'ری', 'بلوار بهار، روبه‌روی بوستان مهر'],
  ['isf-naqsh', 'مرکز نقش جهان', 'اصفهان', 'اصفهان', 'خیابان پروین، خیابان هنر، پلاک ۴۰'],
  ['khr-toos', 'مرکز توس', 'خراسان رضوی', 'مشهد', 'بلوار فردوسی، فردوسی ۱۷'],
  ['frs-zand', 'مرکز زند', 'فارس', 'شیراز', 'بلوار زند، کوچهٔ ۳۱'],
  ['azs-sahand', 'مرکز سهند', 'آذربایجان شرقی', 'تبریز', 'جادهٔ سنتو، خیابان صنعت'],
  ['khz-karun', 'مرکز کارون', 'خوزستان', 'اهواز', 'کیانپارس، خیابان هفتم'],
  ['sib-hamoon', 'مرکز هامون', 'سیستان و بلوچستان', 'زاهدان', 'بلوار دانشگاه، خیابان فن'],
];

const PRIVATE_INSTITUTES: readonly Place[] = [
  ['thr-negarin', 'آموزشگاه آزاد نگارین', 'تهران', 'تهران', 'سعادت‌آباد، خیابان سرو، پلاک ۸'],
  ['thr-kod', 'آموزشگاه آزاد کُد و کار', 'تهران', 'تهران', 'میدان انقلاب، خیابان ادوارد براون، پلاک ۵'],
  ['isf-ziba', 'آموزشگاه آزاد زیبا', 'اصفهان', 'کاشان', 'خیابان امیرکبیر، کوچهٔ لاله'],
  ['khr-zaferan', 'آموزشگاه آزاد زعفران', 'خراسان رضوی', 'نیشابور', 'خیابان عطار، عطار ۹'],
  ['frs-narenj', 'آموزشگاه آزاد نارنجستان', 'فارس', 'شیراز', 'خیابان لطفعلی‌خان، پلاک ۶۶'],
  ['azs-aras', 'آموزشگاه آزاد ارس', 'آذربایجان شرقی', 'مراغه', 'خیابان خواجه نصیر، پلاک ۲۱'],
  ['gil-khazar', 'آموزشگاه آزاد خزر', 'گیلان', 'رشت', 'گلسار، خیابان ۸۸'],
];

export const CENTRES: readonly WorldCentre[] = [
  ...STATE_CENTRES.map((place) => toCentre('state', place)),
  ...PRIVATE_INSTITUTES.map((place) => toCentre('private', place)),
];

function toCentre(kind: WorldCentre['kind'], [code, name, province, city, address]: Place): WorldCentre {
  return { code, name, kind, province, city, address };
}
