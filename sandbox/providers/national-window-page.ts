/** Where a person logs in at the national window. The real one asks for a mobile and a code; here one says who one is. */
import type { SandboxPerson } from '../population.ts';
import { escapeHtml, persianDigits, renderPage } from './persian-page.ts';

export function loginPage(people: SandboxPerson[], complaint?: string): string {
  return page(
    'ورود به پنجره ملی',
    `${complaint ? `<p class="verdict bad" role="alert">${complaint}</p>` : ''}
    <form method="post">
      <label for="typedCode">کد ملی</label>
      <input id="typedCode" name="typedCode" inputmode="numeric" autocomplete="off" maxlength="20">
      <fieldset><legend>یا یکی را برگزینید</legend><div class="people">${people.map(choice).join('')}</div></fieldset>
      <div class="choices">
        <button class="pay" name="decision" value="allow">تأیید و ورود</button>
        <button class="plain" name="decision" value="deny">انصراف</button>
      </div>
    </form>
    <p class="hint">با تأیید، کد ملی، نام و شمارهٔ تلفن همراه شما به سامانهٔ ثبت‌نام دوره‌ها داده می‌شود.</p>`,
  );
}

/** For a request that cannot even be sent back to the one who made it. */
export function brokenRequestPage(): string {
  return page(
    'ورود ممکن نیست',
    `<p class="verdict bad">سامانه‌ای که شما را به این‌جا فرستاد شناخته‌شده نیست.</p>
    <p class="hint">به گفت‌وگو برگردید و دکمهٔ ورود را دوباره بزنید.</p>`,
  );
}

function page(title: string, contentHtml: string): string {
  return renderPage({
    owner: 'پنجره ملی دولت هوشمند',
    title,
    contentHtml,
    footer: 'این درگاه نمونه است و به جای درگاه واقعی می‌نشیند.',
  });
}

function choice(person: SandboxPerson): string {
  const name = escapeHtml(`${person.firstName} ${person.lastName}`);
  const code = escapeHtml(person.nationalCode);
  return `<label><input type="radio" name="pickedCode" value="${code}">${name}<bdi dir="ltr">${persianDigits(code)}</bdi></label>`;
}
