/** How the payment page looks: right to left, made for a phone, quiet enough to be trusted with money. */
import { numberToWords } from '@persian-tools/persian-tools';
import { type PaymentSession, returnUrl } from './payment-sessions.ts';
import { escapeHtml, persianDigits, renderPage } from './persian-page.ts';

export function payPage(session: PaymentSession): string {
  return page(
    'مبلغ قابل پرداخت',
    `${summary(session)}
    <form class="choices" method="post">
      <button class="pay" name="outcome" value="paid">پرداخت</button>
      <button class="plain" name="outcome" value="cancelled">انصراف</button>
      <button class="failing" name="outcome" value="failed">پرداخت ناموفق</button>
    </form>
    <p class="hint">«پرداخت ناموفق» نشان می‌دهد اگر بانک پرداخت را نپذیرد چه پیش می‌آید.</p>`,
  );
}

/** For one who comes back to a payment that is over. */
export function finishedPage(session: PaymentSession): string {
  const isPaid = session.status === 'PAID' || session.status === 'VERIFIED';
  const verdict =
    session.status === 'REVERSED'
      ? 'مبلغ این پرداخت به کارت شما برگشت داده شده است.'
      : isPaid
        ? 'این پرداخت با موفقیت انجام شده است.'
        : 'این پرداخت انجام نشد و پولی از کارت شما کم نشده است.';
  return page(
    isPaid ? 'پرداخت انجام شد' : 'پرداخت پایان یافت',
    `<p class="verdict ${isPaid ? 'good' : 'bad'}">${verdict}</p>
    ${summary(session)}
    <a class="pay" href="${escapeHtml(returnUrl(session, isPaid ? 'paid' : 'cancelled'))}">بازگشت به سامانه</a>`,
  );
}

export function unknownPage(): string {
  return page(
    'پرداخت پیدا نشد',
    `<p class="verdict bad">این نشانی به هیچ پرداختی نمی‌رسد. شاید کامل نیامده باشد.</p>
    <p class="hint">به گفت‌وگو برگردید و دکمهٔ پرداخت را دوباره بزنید.</p>`,
  );
}

/** For one who comes from nowhere, at a gateway that wants to see its merchant's page before. */
export function strangersPage(): string {
  return page(
    'این صفحه فقط از سایت پذیرنده باز می‌شود',
    `<p class="verdict bad">مرورگر نگفت از کدام سایت آمده‌اید.</p>
    <p class="hint">به گفت‌وگو برگردید و دکمهٔ پرداخت را دوباره بزنید.</p>`,
  );
}

function summary(session: PaymentSession): string {
  const rows = [
    row('پذیرنده', 'سازمان آموزش فنی و حرفه‌ای کشور'),
    row('بابت', escapeHtml(session.description)),
    session.mobile && row('تلفن همراه', `<bdi dir="ltr">${escapeHtml(persianDigits(session.mobile))}</bdi>`),
    session.refId && row('شمارهٔ مرجع', persianDigits(String(session.refId))),
  ];
  return `<p class="amount"><strong>${grouped(session.amountRials)}</strong> ریال</p>
    <p class="words">${inWords(session.amountRials)}</p>
    <dl>${rows.filter(Boolean).join('')}</dl>`;
}

function row(term: string, descriptionHtml: string): string {
  return `<div><dt>${term}</dt><dd>${descriptionHtml}</dd></div>`;
}

function page(title: string, contentHtml: string): string {
  return renderPage({
    owner: 'درگاه پرداخت اینترنتی',
    title,
    contentHtml,
    footer: 'این درگاه نمونه است: نه شمارهٔ کارتی می‌پرسد و نه پولی جابه‌جا می‌کند.',
  });
}

/** In tomans, as people count money, unless the amount does not divide. */
function inWords(rials: number): string {
  return rials % 10 === 0 ? `${numberToWords(rials / 10)} تومان` : `${numberToWords(rials)} ریال`;
}

function grouped(amount: number): string {
  return amount.toLocaleString('fa-IR');
}
