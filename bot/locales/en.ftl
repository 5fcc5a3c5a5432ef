### Every word a person reads, in English. The same keys and values as fa.ftl; a test compares them.

## Amounts and times, wherever a text has one
rials = { $amount } rials
date-and-time = { $date }, { $time }

## Commands and the keys that stay
bot-description = Enrol in the courses of the Technical and Vocational Training Organization with your mobile number and national code only. Press the button below to begin.
command-start = Start and first page
command-help = Help
command-cancel = Leave the open form
command-language = فارسی
key-enrol = 📝 Enrol in a course
key-wallet = 💳 Wallet
key-mine = 🎓 My enrolments
key-help = ❓ Help
key-cancel = ✖️ Cancel

## Buttons used in several places
button-home = 🏠 First page
button-resume = ◀️ Continue the form
button-cancel = ✖️ Cancel
button-help = ❓ Help
button-wallet = 💳 Wallet
button-mine = 🎓 My enrolments
button-enrol = 📝 Enrol in a course
button-other-language = 🌐 فارسی
button-all-courses = 📚 All courses
button-by-place = 📍 Search by province
button-other-province = 📍 Another province
button-previous = ◀️ Previous
button-next = Next ▶️

## Beginning
welcome =
    Hello! 👋 Welcome to the course enrolment bot of the <b>Technical and Vocational Training Organization</b>.
    All we need is your <b>mobile number</b> and <b>national code</b>; the rest comes from the civil registry.
link-course = Your course: <b>{ $title }</b>. First, let us know you:
link-not-open = Enrolment in “{ $title }” is not open now; once we know you, you can choose another course. First, let us know you:
link-unknown = No course was found for this link; once we know you, you can choose one from the list. First, let us know you:
home-greeting = Hello { $name }! 👋
home-greeting-nameless = Hello! 👋 Good to see you.
home =
    <b>Upcoming courses</b>
    Choose a course, or use one of the buttons below.
home-unfinished =
    <b>You have an unfinished form.</b>
    You can continue it or choose another course.
private-only = To enrol, please write to me in a private chat, so that your details stay between us.
prove-first = To show you this, we first need to know you. Your mobile number and national code are enough.
no-question-open = I saw your message, but no question is open just now. Please choose one of these:
unknown-command = I don't know this command. Use the buttons, or press /help.
edited-message = You edited a message; the earlier one has stayed as it was. Please answer this question in a new message:
edited-offer-change = You edited a message; your earlier answer has stayed as it was. To change it, press the button below.
edited-nothing-open = You edited a message; what was done before has stayed as it was, and no question is open just now. Continue from here:
button-outdated = This button belongs to an older message and no longer works. Continue from here:
tap-in-work = ⏳ One moment, please…
language-chosen = The bot now speaks English.
fault =
    Sorry, something went wrong on our side and we could not finish answering you. Your details and your money are safe.
    If you were enrolling or paying, see the result in “My enrolments” and “Wallet”; to go on, press /start.
    Error code: <code>{ DIGITS($code) }</code>

## Forms
cancelled = The form was cancelled and no money was taken. You can start again whenever you like.
cancelled-payment-under-way = The form is closed. If the payment page is still open, close it; if you have paid, the money stays in your wallet and we will tell you here.
nothing-to-cancel = There is no open form to cancel.
open-elsewhere =
    This form is open in another chat of yours (another device or messenger).
    Would you like to continue here?
button-take-over = ◀️ Continue here
mistakes-help = If you need a hand, press /help; afterwards we come back to this question. To leave, press /cancel.

## Mobile
mobile-question =
    <b>1. Mobile number</b>
    Press “Share my mobile number” at the bottom of the screen.
    The number must be registered to you; course messages are sent to it.
mobile-share = 📱 Share my mobile number
mobile-typed = Please don't type the number; so that it is surely right, press “Share my mobile number” at the bottom of the screen.
mobile-expected = Now we need your mobile number. Press “Share my mobile number” at the bottom of the screen.
mobile-of-somebody-else = This is somebody else's number and was not accepted. Send only your own, with the button at the bottom of the screen.
mobile-not-vouched = This contact card does not show that the number is yours. Please press “Share my mobile number” at the bottom of the screen.
mobile-not-iranian = This is not an Iranian mobile number. Use an account whose number begins with 09 and is registered to you.

## National code
national-code-question =
    <b>2. National code</b>
    Type your own 10-digit national code.
    Example: <code>0076229645</code>
national-code-expected = Now we need your national code. Please type it as digits; example: <code>0076229645</code>
national-code-not-contact = We have your number. Now type your own 10-digit national code; example: <code>0076229645</code>
national-code-forwarded = A forwarded message is not accepted as national code. Please type your own.
national-code-not-a-number = A national code has digits only. Please type its 10 digits; example: <code>0076229645</code>
national-code-wrong-length = A national code has 10 digits, but you typed { NUM($digits) }. Please type it again; example: <code>0076229645</code>
national-code-wrong = <code>{ DIGITS($typed) }</code> is not a valid national code; one of the digits is probably wrong. Please type it again from your card; example: <code>0076229645</code>

## Identity
identity-proven = ✅ Your identity was confirmed: <b>{ $name }</b>
identity-proven-name-pending =
    ✅ Your national code and mobile were confirmed.
    The civil registry does not answer just now; your name will be filled in later by itself, you need not do anything.
identity-mismatch =
    Your mobile number is not registered to national code <code>{ DIGITS($code) }</code>.
    Check the code and type it again. If the line is registered to somebody else (a parent or spouse), use an account whose number is your own, or take your national card to the nearest training centre, which can enrol you.
identity-too-many = Your code and mobile did not match several times today. Please try again tomorrow, or visit the nearest training centre.
identity-unknown = The civil registry does not know this national code. Please check it on your card and type it again.
identity-deceased = According to the civil registry, enrolling with this national code is not possible. If this is a mistake, please visit the registry office, or type your own code.
identity-cannot-check-now =
    The service that matches mobile and national code does not answer just now.
    We have kept your code (<code>{ DIGITS($code) }</code>); press “Check again” in a few minutes. If you mistyped it, send the right one.
identity-still-cannot-check = The service still does not answer. We have kept your code and you need not type it again; press “Check again” in a few minutes.
button-check-again = 🔄 Check again

## Course
course-question =
    <b>Choose a course</b>
    Press one, or type a part of its name or city; example: <i>جوشکاری</i>
course-none = No open course was found for now. See another province, or come back later.
course-expected = Now choose the course: press a button or type its name; example: <i>جوشکاری</i>
course-not-found = No course has this name. Type a shorter word (example: <i>جوشکاری</i>) or choose from the list:
course-search-results = Courses found for “{ $words }”:
course-unknown = No course was found for this link. Please choose one of these:
course-full = Course “{ $title }” is full, and no fee was taken. Please choose another one:
course-closed = Enrolment in “{ $title }” is closed, and no fee was taken. Please choose another one:
course-cancelled = Course “{ $title }” has been cancelled, and no fee was taken. Please choose another one:
course-balance-kept = { RIALS($balance) } is in your wallet, and you can use it for another course.
course-not-yet-open = Enrolment in “{ $title }” opens on { DATE($opensAt) }. Until then, choose another one:
course-button = { $title } — { $city }, { $fee ->
        [0] free
       *[other] { RIALS($fee) }
    }
course-button-full = { $title } — { $city } (full)
course-button-closed = { $title } — { $city } (closed)
course-button-not-yet-open = { $title } — { $city } (soon)
province-question =
    <b>Choose a province</b>
    Where are you looking for a course?
centre-question = Centres in <b>{ $province }</b> with open courses:
button-centre = { $name } ({ $kind ->
        [state] state
       *[private] private
    })
centre-courses = Open courses of <b>{ $centre }</b>, { $city }:

## Enrolment card
enrol-card =
    <b>{ $title }</b>
    🏫 { $centre } ({ $kind ->
        [state] state centre
       *[private] private institute
    }), { $city }
    📅 Starts: { DATE($startsAt) }
    🏁 Ends: { DATE($endsAt) }
    💺 Free seats: { NUM($seats) }
enrol-card-name = 👤 Trainee: { $name }
enrol-card-name-pending = 👤 Trainee: your name will be filled in when the civil registry answers
enrol-card-free = 💳 Fee: free
enrol-card-fee =
    💳 Fee: <b>{ RIALS($fee) }</b> from your wallet
    Balance: { RIALS($balance) }; after enrolling: { RIALS($left) }
enrol-card-question = If everything is right, press “Confirm and enrol”.
enrol-card-short =
    💳 Fee: <b>{ RIALS($fee) }</b>
    Balance of your wallet: { RIALS($balance) }

    The balance is not enough. Charge your wallet by paying <b>{ RIALS($gap) }</b>; after that we bring you back here ourselves.
payment-under-way = ⏳ A payment of { RIALS($amount) } is under way. If you have paid, don't pay again; we will tell you the result here.
enrol-identity-rejected = The civil registry did not confirm your national code, so a new enrolment is not possible for now, and no money was taken. Your earlier enrolments stay. Please take your national card to the nearest training centre or registry office.
button-confirm = ✅ Confirm and enrol
button-change-course = ✏️ Change course
button-change-amount = ✏️ Change amount
button-charge-gap = 💳 Charge { RIALS($gap) }
card-waits-for-tap = I saw your message; now please press one of the buttons below.
card-outdated = This card is an old one, and nothing was done with it.
fee-changed = The fee of this course has changed, and no money was taken yet. See the new amount and confirm again:

## Receipt
receipt =
    ✅ <b>You are enrolled.</b>

    <b>{ $title }</b>
    🏫 { $centre }, { $city }
    📅 Starts: { DATE($startsAt) }
    💳 Fee: { $fee ->
        [0] free
       *[other] { RIALS($fee) }
    }
    🕒 Enrolled: { DATETIME($at) }

    Tracking code:
    <code>{ DIGITS($code) }</code>

    Keep this code. An SMS and a notice in your national e-inbox follow.
already-enrolled =
    You are enrolled in this course already; nothing was charged again.

    <b>{ $title }</b>
    🏫 { $centre }, { $city }
    📅 Starts: { DATE($startsAt) }
    💳 Fee: { $fee ->
        [0] free
       *[other] { RIALS($fee) }
    }
    🕒 Enrolled: { DATETIME($at) }

    Tracking code:
    <code>{ DIGITS($code) }</code>
button-copy-code = 📋 Copy tracking code
button-enrol-another = 📝 Enrol in another course

## Wallet
wallet =
    <b>Your wallet</b>
    Balance: <b>{ RIALS($balance) }</b>
wallet-entries = Latest entries:
wallet-no-entries = There are no entries yet.
wallet-entry-top-up = ➕ { RIALS($amount) }, wallet charged, { DATETIME($at) }
wallet-entry-fee = ➖ { RIALS($amount) }, fee of “{ $course }”, { DATETIME($at) }
button-top-up = ➕ Charge the wallet

## Charging
amount-question =
    <b>Charge the wallet</b>
    How much? Choose one, or type an amount in <b>rials</b>; example: <code>750,000</code>
amount-expected = Now we need the amount. Press a button or type it in rials, as a number; example: <code>750,000</code>
amount-not-a-number = Type the amount as a number and in rials only; example: <code>500,000</code> (fifty thousand tomans).
amount-too-small = The least one can charge is { RIALS(10000) }. Type a larger amount; example: <code>500,000</code>
amount-too-large = The most one can charge at once is { RIALS(1000000000) }. Type a smaller amount; example: <code>500,000</code>
button-amount = { RIALS($amount) }
payment-description = Wallet top-up; national code ending in { DIGITS($lastDigits) }
payment-card =
    <b>Charge the wallet</b>
    Before you pay, check that this is your wallet:
    👤 Owner: { $owner }
    🆔 National code: <code>{ DIGITS($code) }</code>
    💳 Amount: <b>{ RIALS($amount) }</b>

    Press pay. When you have paid, we tell you the result here.
button-pay = 💳 Pay { RIALS($amount) }
payment-being-checked =
    ⏳ The bank has not told us of your payment of { RIALS($amount) } yet. We keep asking until { DATETIME($until) } and tell you the result here.
    If you have paid, don't pay again. If you have not paid yet, you can go back to the payment page.
button-paid = 🔄 I have paid, check now
button-back-to-payment = 💳 Back to the payment
button-try-again = 🔄 Try again
payment-unavailable = The payment gateway does not answer just now, and no money was taken. Please try again in a few minutes.

## My enrolments
mine = <b>Your enrolments</b>
mine-none = You are not enrolled in any course yet. Choose one now.
mine-entry =
    🎓 <b>{ $title }</b>, { $centre }
    📅 Starts: { DATE($startsAt) }
    State: { $status ->
        [active] enrolled
        [cancelled] cancelled
       *[completed] completed
    }
    Tracking code: <code>{ DIGITS($code) }</code>

## Help
help =
    <b>Help</b>
    📝 <b>Enrolling:</b> share your number with the button, type your national code, choose a course and confirm.
    💳 <b>Wallet:</b> fees are taken from your wallet. If it is short, you charge it on the spot and come back to the form.
    📱 <b>SMS:</b> sent only to a number registered to you, from line 40406404000. The same notice comes to your national e-inbox.
    👤 <b>Your name:</b> if the civil registry does not answer, you are enrolled all the same and the name follows by itself.
    ✖️ <b>Leaving:</b> wherever you are, press /cancel.

## Notices in the chat
chat-enrolled =
    ✅ You are enrolled in “{ $course }”.
    📅 Starts: { DATE($startsAt) }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-credited =
    ✅ Your payment has arrived: <b>{ RIALS($amountRials) }</b> was added to your wallet.
    Wallet balance: <b>{ RIALS($balance) }</b>
    Bank reference: <code>{ DIGITS($reference) }</code>
chat-top-up-failed = The payment of { RIALS($amountRials) } was not made and nothing was added to your wallet. If your account was debited, the bank returns it within 72 hours.
chat-top-up-expired =
    The time to pay { RIALS($amountRials) } is over. The gateway has seen no payment and nothing was added to your wallet.
    If your account was debited, the money either comes to your wallet or the bank returns it within 72 hours. To pay again, start from “Wallet”.
chat-top-up-unresolved =
    For two days we asked the gateway about your payment of { RIALS($amountRials) }, but the result did not become clear. Nothing was added to your wallet.
    If your account was debited and the bank has not returned the money, please visit the nearest training centre with your bank statement and this number:
    <code>{ $sessionId }</code>
    If nothing was debited, you can pay again from “Wallet”.
chat-identity-completed = ✅ The civil registry has answered and your name is complete: <b>{ $name }</b>
chat-identity-rejected =
    The civil registry did not confirm your national code, so for now you cannot enrol in another course.
    Your earlier enrolments are not cancelled by this. Please visit the registry office or the nearest training centre with your national card.

## SMS
sms-enrolled =
    Technical and Vocational Training Organization
    You are enrolled in { $course }.
    Starts: { DATE($startsAt) }
    Tracking code: { $trackingCode }

## National e-inbox
karpooshe-enrolled-title = Enrolment in { $course }
karpooshe-enrolled-body =
    You are enrolled in { $course }.
    Starts: { DATE($startsAt) }
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization

## The page after paying
page-credited-title = Your payment has arrived
page-credited-body = { RIALS($amount) } was added to your wallet. Go back to the chat; the rest is waiting there.
page-not-taken-title = The payment was not made
page-not-taken-body = Nothing was added to your wallet. If your account was debited, the bank returns it within 72 hours. Go back to the chat and try again.
page-being-checked-title = The payment is being checked
page-being-checked-body = The bank has not told us the result yet. You need not pay again; checking usually takes a few minutes, at most until { DATETIME($until) }, and we tell you the result in the chat.
page-unresolved-title = The result of the payment is not clear
page-unresolved-body = Nothing was added to your wallet. If your account was debited and the bank has not returned the money, please visit the nearest training centre with your bank statement and this number: { $sessionId }
page-unknown-title = We do not know this payment
page-unknown-body = The address of this page is not right and no money was moved. Please use the pay button in the chat.
page-fault-title = Something went wrong on our side
page-fault-body = If you have paid, your money is safe and we tell you the result in the chat soon.
