### Every word a person reads, in English. The same keys and values as fa.ftl; a test compares them.

## Amounts and times, wherever a text has one
rials = { $amount } rials
tomans = { $amount } tomans
rials-and-tomans = { $rials } ({ $tomans } tomans)
date-and-time = { $date }, { $time }

## Commands and the keys that stay
bot-description = Enrol in courses of the Technical and Vocational Training Organization with just your mobile number and national code. Press the button below to begin.
command-start = Start, and the home page
command-help = Help
command-identity = My identity and number
command-cancel = Cancel the open form
command-forms = My unfinished forms
command-course = See a course by its code
command-language = فارسی
key-enrol = 📝 Enrol in a course
key-enrol-trainee = 🧑‍🏫 Enrol a trainee
key-wallet = 💳 Wallet
key-mine = 🎓 My enrolments
key-help = ❓ Help
key-back = ↩️ Back
key-cannot-share = 🤷 I cannot share my number
key-cancel = ✖️ Cancel

## Buttons used in several places
button-home = 🏠 Home
button-resume = ▶️ Continue the form
button-back = ↩️ Back
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
    Hello! 👋 Welcome to the course enrolment bot of the <b>Technical and Vocational Training Organization.</b>
    All we need is your <b>mobile number</b> and <b>national code</b> – we get your name from the civil registry ourselves.
link-course = Your course: <b>{ $title }</b>. First, we need to know who you are:
link-not-open = “{ $title }” is not open for enrolment right now; once we know who you are, you can choose another course. First:
link-unknown = We could not find a course for this link; once we know who you are, you can choose one from the list. First:
home-greeting = Hello { $name }! 👋
home-greeting-nameless = Hello! 👋 Good to have you here.
home =
    <b>Upcoming courses</b>
    Choose a course, or use one of the buttons below.
home-unfinished =
    <b>You have an unfinished form.</b>
    You can continue it or choose another course.
home-identity-open = { $identity ->
        [rejected] The civil registry did not confirm your national code. If it is right, one login at the national window solves this.
       *[pending] Your name has not come from the civil registry yet. You need not do anything; but if you like, one login at the national window completes it now.
    }
away = ⏳ Right now { $words }. Everything else works.
away-and = { ", " }
away-civil-registry = names arrive a little later
away-shahkar = new numbers cannot be confirmed
away-national-window = nobody can log in at the national window
away-sms = SMS arrive later
away-karpooshe = letters to Karpooshe arrive later
away-payment = wallets cannot be topped up
private-only = To enrol, please write to me in a private chat, so that your details stay between us.
group-introduction =
    Hello! 👋 This is the course enrolment bot of the Technical and Vocational Training Organization.
    To see a course here in the group, write its code after /course. You enrol in a private chat.
group-course-code-missing = Please write the code of the course after /course. If you don’t know it, see the courses in a private chat.
group-course-unknown = No course has this code. Check it and send it again, or see the courses in a private chat.
button-private-chat = 💬 Private chat
course-card-fee = 💳 Fee: <b>{ RIALS($fee) }</b>
course-card-open = To enrol, press the button below.
course-card-full = This course is full.
course-card-not-yet-open = Enrolment in this course opens on { DATE($opensAt) }.
course-card-closed = Enrolment in this course is closed.
course-card-cancelled = This course has been cancelled.
button-enrol-here = 📝 Enrol in this course
button-other-courses = 📚 See other courses
post-usage = After /post write the code of the course and, after a space, the channel’s address (with @, or its number).
post-not-staff = Only staff can post a course to a channel, and nothing was posted. If you are staff, ask an administrator for access.
post-unknown-course = No course has this code, and nothing was posted. Check the code and send it again.
post-no-such-channel = No channel was found at this address. Check it; if the channel is private, make the bot its administrator first.
post-not-admin = The bot is not an administrator of this channel and cannot write there. Make it one that may post messages, and send the command again.
post-perhaps = Posting this course broke off halfway, and the card may not have reached the channel. Look in the channel; if it is not there, send the command again.
post-done = ✅ The course card is in the channel.
prove-first = This page is for your eyes only, so first we need to know who you are. Your mobile number and national code are enough.
no-question-open = We got your message, but we are not waiting for an answer right now. Please choose one of these:
unknown-command = We don’t know this command. Use one of the buttons, or press /help to see what you can do.
edited-message = You edited a message; the earlier one stays as it was. Please answer this question in a new message:
edited-offer-change = You edited a message; your earlier answer stays as it was. To change it, press the button below.
edited-nothing-open = You edited a message; what was done before stays as it was, and we are not waiting for an answer right now. Carry on from here:
button-outdated = This button belongs to an earlier message and no longer works. Carry on from here:
tap-in-work = ⏳ One moment, please…
private-code =
    🔒 National code received:
    <code>{ DIGITS($code) }</code>
private-mobile =
    🔒 Mobile number received:
    <code>{ DIGITS($mobile) }</code>
private-card = ⚠️ We never ask for a bank card number; please don’t send it in any chat.
private-deleted = For your privacy, your message is being deleted from this chat.
private-not-deleted = We could not delete your message from this chat; please delete it yourself.
language-chosen = The bot now speaks English. Use the buttons below to continue.
fault =
    Sorry, something went wrong on our side and we could not finish answering you. Your details and your money are safe.
    If you were enrolling or paying, check the result in “My enrolments” and “Wallet”; to continue, press /start.

    Error code:
    <code>{ DIGITS($code) }</code>

## Forms
cancelled = Cancelled; you can start again whenever you like. We took no money from you.
cancelled-payment-under-way =
    The form is closed. If the payment page is still open, close it; if you have already paid, the money comes to your wallet.

    The payment is being checked; we tell you the result by { DATETIME($until) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>
nothing-to-cancel = There is no open form to cancel. Use the buttons below to start something.
open-elsewhere =
    This form is open in another chat of yours (another device or messenger).
    Would you like to continue here?
button-take-over = ▶️ Continue here
mistakes-help = Need a hand? Press /help; afterwards we come back to this question. To leave the form, press /cancel.
registration-open =
    <b>An unfinished registration is open</b>
    👤 Trainee: { $who }
    📍 { $place ->
        [here] In this chat
        [bale] In another chat of yours, in Bale
       *[telegram] In another chat of yours, in Telegram
    }
    🕒 Since { DATETIME($since) }

    Only one registration can be open at a time. Continue it here, cancel it, or leave it as it is.
registered-yourself = yourself
registered-unknown = a trainee whose code is not known yet
registered-trainee = { $name } with national code { DIGITS($code) }
registered-nameless = the trainee with national code { DIGITS($code) }
registration-given-up = You have given up that registration. For it we took no money from you.
registration-over = That registration is no longer open. Carry on from here:
button-end-registration = ✖️ Cancel that one
button-leave-registration = 🏠 Leave it for now
form-with-trainee = { $name } for { $who }
back-at-the-first = This is the first question; there is none before it.
form-enrol = Enrolment
form-enrol-trainee = Enrolment of a trainee
form-introduce = Introducing yourself
form-top-up = Topping up the wallet
form-unknown = Form
form-with-course = { $name } – { $title }
form-reminder =
    ⏰ The form “{ $name }” is still open and waits for your answer.
    It stays open until { DATETIME($until) }; after that we put it aside, and your answers are kept.
form-set-aside =
    The form “{ $name }” was left for a while, so we have put it aside. Your answers are kept.
    Whenever you like, continue with the button below. For this form we took no money from you.
form-continued = We go on where you left off.
form-has-changed = This form has been renewed; your earlier answers are kept. Continue from here:
form-withdrawn = The bot no longer has this form, so it was closed; continue from the home page. For this form we took no money from you.
unfinished =
    <b>Your unfinished forms</b>
    Continue or delete whichever you like.
unfinished-form = 📄 { $name }, last change: { DATETIME($at) }
unfinished-none = You have no unfinished form.
unfinished-discarded = The form was deleted. For it we took no money from you.
button-unfinished = 📄 Unfinished forms ({ NUM($count) })
button-continue-form = ▶️ Continue: { $name }
button-discard-form = 🗑 Delete the form: { $name }

## Mobile
mobile-question =
    <b>1. Mobile number</b>
    Press “Share my mobile number” at the bottom of the screen.
    The number must be registered in your own name; texts about your course will go to it.
mobile-again = The button “Share my mobile number” is at the bottom of the screen, where the keyboard is. If you don’t see it, press the sign with four squares beside the message field. Then agree in the window that opens.
mobile-share = 📱 Share my mobile number
mobile-typed = Please don’t type the number. So that we can be sure it is yours, press “Share my mobile number” at the bottom of the screen. If that does not work, press “I cannot share my number”.
mobile-expected = Right now we need your mobile number. Press “Share my mobile number” at the bottom of the screen.
mobile-of-somebody-else = This number belongs to somebody else, so we cannot accept it. Share your own with the button at the bottom of the screen.
mobile-not-vouched = This contact card does not show that the number is yours. Please press “Share my mobile number” at the bottom of the screen.
mobile-not-iranian = This is not an Iranian mobile number. Use an account whose number begins with 09 and is registered in your own name.

other-ways-in =
    <b>Other ways</b>
    If you don’t see the button “Share my mobile number”, update the app or use it on a phone.
    { $ways ->
        [text] If that does not help, confirm your number by a code that we text you. If the line is not in your own name, take your national card to the nearest training centre, which can enrol you.
        [window] If you cannot, or the line is not in your own name, log in once at the national window of the government; that is enough for us to know you.
        [textwindow] If that does not help, confirm your number by a code that we text you. If the line is not in your own name, log in once at the national window of the government; that is enough for us to know you.
       *[none] If that does not help, take your national card to the nearest training centre, which can enrol you.
    }
button-text-me = 📩 Confirm my number by SMS
texted-mobile-question =
    <b>1. Mobile number</b>
    Type your own mobile number; we will text a six-digit code to it.
    It must be registered in your own name. For example:
    09123456789
texted-mobile-expected = That is not an Iranian mobile number. Type your own, eleven digits that begin with 09, such as 09123456789.
texted-mobile-again = It is the number of the SIM card in your phone: eleven digits, and the first two are 09.
mobile-code-question =
    <b>The code we texted</b>
    We sent a six-digit code to the number ending in { DIGITS($ending) }. Type it here; it holds for five minutes.
    If the number is wrong, press “Back”.
button-code-again = 🔁 No code came; send it again
mobile-code-expected = The code has six digits. Find it in our SMS and type it here.
mobile-code-again = The SMS comes from the Technical and Vocational Training Organization, and the code is the six-digit number in it. If it has not come, press “send it again”.
mobile-code-wrong = That code is not right. Look at the latest SMS and type its code; { $left ->
        [one] you have one more try.
       *[other] you have { NUM($left) } more tries.
    }
mobile-code-over = That code does not hold any more. Type your number again, and we will send a new one.
mobile-code-under-way = The code was sent just now and may still be under way. Wait a minute; if it does not come, press “send it again”.
mobile-code-too-many = We have sent enough codes for today. Try again tomorrow, or send /identity to see other ways.
mobile-code-not-reachable = Our SMS does not reach that number. Type another one in your own name, or send /identity to see other ways.
mobile-code-cannot-send = We cannot send SMS just now. Type the number again in a few minutes, or send /identity to see other ways.
sms-mobile-code =
    TVTO: the code to confirm your number is
    { $code }
    Give it to nobody.
button-window-login = 🏛 Log in at the national window

## National window
button-complete-identity = 🏛 Complete my identity
button-window-open = 🏛 Go to the national window
button-window-again = 🏛 Log in again
window-link =
    { $who ->
        [known] <b>Complete your identity</b>
       *[new] <b>Log in at the national window</b>
    }
    Press the button below and log in with <b>your own</b> account; we tell you the result here and go on where you were.
    This link is for you alone: it works until { DATETIME($until) } and for one login. Don’t send it to anybody.
window-down = The national window is not answering right now, so there is no link to it. Press “Check again” in a few minutes. Nothing of yours is held up.
window-absent = Logging in at the national window is not available here. You need not do anything; go on from the home page.
identity-state =
    <b>Your identity</b>
    Name: { $name }
    National code: { DIGITS($nationalCode) }
    { $identity ->
        [verified] ✅ Your identity is confirmed.
        [rejected] ⚠️ The civil registry did not confirm this code. If it is right, log in at the national window; otherwise take your national card to the nearest training centre.
       *[pending] ⏳ Your name has not come from the civil registry yet and will follow by itself; one login at the national window completes it now.
    }
identity-mobile = { $state ->
        [verified] Mobile: the number ending in { DIGITS($ending) }, registered in your own name.
        [none] Mobile: none; notices come to this chat and to the e-inbox.
       *[unverified] Mobile: not confirmed yet, so we send no texts.
    }

## National code
national-code-question =
    <b>2. National code</b>
    Type your own 10-digit national code, so that we know you and get your details from the civil registry.
    Example: <code>0012345678</code>
national-code-expected = Right now we need your national code. Please type it in digits; example: <code>0012345678</code>
national-code-not-contact = We already have your number. Now type your own 10-digit national code; example: <code>0012345678</code>
national-code-forwarded = We cannot take a forwarded message as your national code. Please type your own.
national-code-not-a-number = A national code is made of digits only. Please type its 10 digits; example: <code>0012345678</code>
national-code-again = The national code is the 10-digit number at the top of your national card. Type only its digits, one after another and without words; also the zeros it begins with.
national-code-wrong-length = A national code has 10 digits, but you typed { NUM($digits) }. Please type it again; example: <code>0012345678</code>
national-code-zeros =
    A national code has 10 digits, but you typed { NUM($digits) }: { NUM($missing) } { $missing ->
        [one] is
       *[other] are
    } missing.
    Perhaps the zero it begins with was left out. If the code on the button below is right, press it; otherwise type all 10 digits from your card.
button-with-zeros = ✅ Yes, { DIGITS($nationalCode) }
national-code-several = There is more than one national code in your message, and we cannot tell which one to take. Please type only the one that is asked for now.
national-code-wrong = <code>{ DIGITS($typed) }</code> is not a valid national code; one of the digits is probably wrong. Please type it again from your card; example: <code>0012345678</code>

## Identity
identity-proven = ✅ Your identity was confirmed: <b>{ $name }</b>
identity-proven-name-pending =
    ✅ Your national code and mobile number were confirmed.
    The civil registry is not answering right now; your name will be filled in later, and you don’t need to do anything.
identity-mismatch =
    Your mobile number is not registered to national code <code>{ DIGITS($code) }</code>.
    Check the code and type it again. If the line is in somebody else’s name (a parent’s or spouse’s, say), use an account whose number is in your own name, or take your national card to the nearest training centre, which can enrol you.
identity-code-taken =
    This national code was proven before by another number, and your number is not in its owner’s name; so it was not accepted:
    <code>{ DIGITS($code) }</code>
    If you mistyped it, send the right code. If it is your own, send /identity to see other ways, or take your national card to the nearest training centre; our staff know of it too.
identity-too-many = Your national code and mobile number did not match several times today. Please try again tomorrow, or take your national card to the nearest training centre.
identity-unknown = The civil registry does not know this national code. Please check it on your card and type it again.
identity-deceased = According to the civil registry, this national code cannot be used to enrol. If that is a mistake, please visit the registry office; otherwise type your own code.
identity-cannot-check-now =
    The service that matches mobile numbers and national codes is not answering right now.
    We have kept your code (<code>{ DIGITS($code) }</code>); press “Check again” in a few minutes. If you mistyped it, send the right one.
identity-still-cannot-check = The service is still not answering. We have kept your code, so you don’t need to type it again; press “Check again” in a few minutes.
button-check-again = 🔄 Check again

## Target groups whose people may have no mobile
exemption-prisoner = prisoner
exemption-conscript = conscript
exemption-recovering = in recovery from addiction
exemption-nomad-or-villager = nomad or villager
exemption-in-care = in the care of a welfare organisation
exemption-disabled = person with a disability

## Course
course-question =
    <b>Choose a course</b>
    Press one, or type part of its name or city. Course names are in Persian; Latin words in them work too, for example <i>ICDL</i>
course-none = We found no open course for now. Try another province, or come back later.
course-expected = Right now we need you to choose a course: press a button, or type part of its name; example: <i>ICDL</i>
course-not-found = We found no course with that name. Type a shorter word (example: <i>ICDL</i>) or choose from the list:
course-again = Type a short, simple word of the name (example: <i>ICDL</i>), or press “Search by province” and see the courses near you.
course-search-results = Courses found for “{ $words }”:
course-replaced = This course has taken the place of “{ $title }” in your form.
course-unknown = We could not find a course for this link or code. Please choose one of these:
course-closed = Enrolment in “{ $title }” is closed; please choose another course. We took no money from you.
course-cancelled = “{ $title }” has been cancelled; please choose another course. We took no money from you.
may-not-enrol = Sorry, enrolling in “{ $title }” is not possible for now:
may-not-enrol-prerequisite = • “{ $title }” has to be completed first.
may-not-enrol-women = • This course is for women.
may-not-enrol-men = • This course is for men.
may-not-enrol-age = • On the first day, the trainee’s age has to be { $ages }.
may-not-enrol-choose = Please choose another course. We took no money from you.
may-not-enrol-choose-prerequisite = Type the name of the course that comes first and we look for it, or choose another one. We took no money from you.
course-balance-kept = You have { RIALS($balance) } in your wallet, which you can use for another course.
course-not-yet-open = Enrolment in “{ $title }” opens on { DATE($opensAt) }. Until then, choose another course:
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
kind-state = State centre
kind-private = Private institute
centre-and-kind = { $kind } { $name }
button-centre = 🏫 { $name }
centre-courses = Open courses of <b>{ $centre }</b>, { $city }:

## Enrolment card
enrol-card =
    <b>{ $title }</b>
    🏫 { $centre }, { $city }
    📅 Starts: { DATE($startsAt) }
    🏁 Ends: { DATE($endsAt) }
    💺 Free seats: { NUM($seats) }
course-for-women = 👥 For women
course-for-men = 👥 For men
course-ages = 🎂 Age on the first day: { $ages }
course-after = 📋 Comes after: { $title }
course-shift-morning = 🕗 In the mornings
course-shift-evening = 🕓 In the evenings
ages = { $maxAge ->
        [0] { NUM($minAge) } or older
       *[other] { $minAge ->
            [0] { NUM($maxAge) } or younger
           *[other] { NUM($minAge) } to { NUM($maxAge) }
        }
    }
enrol-card-unchecked-women = ℹ️ This course is for women.
enrol-card-unchecked-men = ℹ️ This course is for men.
enrol-card-unchecked-age = ℹ️ On the first day, the trainee’s age has to be { $ages }.
enrol-card-unchecked = The centre checks this at the first session. If it is not so, press “Change the course”.
enrol-card-overlap = ⚠️ This course runs at the same time as “{ $title }”, in which there is a place already. If both cannot be attended, press “Change the course”.
trainee-card-overlap = ⚠️ The trainee has another course on the days of this one. Before you confirm, ask them whether they can do both; if not, press “Change the course”.
enrol-card-name = 👤 Trainee: { $name }
enrol-card-name-pending = 👤 Trainee: your name will be filled in when the civil registry answers
enrol-card-free = 💳 Fee: free
enrol-card-fee =
    💳 Fee: <b>{ RIALS($fee) }</b> from your wallet
    👛 Balance: { RIALS($balance) }
    After enrolling: { RIALS($left) }
enrol-card-question = If everything is right, press “Confirm and enrol”.
enrol-card-short =
    💳 Fee: <b>{ AMOUNT($fee) }</b>
    👛 Balance of your wallet: { RIALS($balance) }
    ➕ Still needed: <b>{ AMOUNT($gap) }</b>

    Your balance is too low. Press the top-up button and pay what is still needed; after that we bring you straight back here.
payment-under-way =
    ⏳ A payment of { RIALS($amount) } is under way. If you have already paid, don’t pay again.
    The payment is being checked; we tell you the result by { DATETIME($until) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>
enrol-identity-rejected = The civil registry did not confirm your national code, so you cannot enrol in another course for now. Your earlier enrolments are safe. Please take your national card to the nearest training centre or registry office. We took no money from you.
button-confirm = ✅ Confirm and enrol
button-change-course = ✏️ Change the course
button-change-amount = ✏️ Change the amount
button-charge-gap = 💳 Top up { AMOUNT($gap) }
no-grant = You may not enrol trainees at this centre. Choose another course, or ask the centre to look at your permission. We took no money from you.
card-waits-for-tap = We got your message; right now we only need you to press one of the buttons below.
card-outdated = This card is out of date, and nothing was done with it. Carry on from here:
fee-changed = The fee of this course has changed; see the new amount and confirm again. We have taken no money from you yet.

## A trainee is registered by a portal user
trainee-portal-users-only = Only portal users of a centre can enrol trainees, and you have no such permission now. If you should, ask your centre to look at it; yourself you can enrol right here.
trainee-code-question =
    <b>1. The trainee’s national code</b>
    Type the trainee’s 10-digit national code; example: <code>0012345678</code>
trainee-code-again = The national code is the 10-digit number at the top of the trainee’s national card. Type only its digits, one after another; also the zeros it begins with.
trainee-code-expected = Right now we need the trainee’s national code. Please type it in digits; example: <code>0012345678</code>
trainee-code-own = This is your own national code. To enrol yourself press /cancel and then “Enrol in a course”; for a trainee, type theirs.
trainee-mobile-question =
    <b>2. The trainee’s mobile</b>
    Type the mobile number that is registered to the trainee with national code <code>{ DIGITS($nationalCode) }</code>, or send their contact; example: <code>09123456789</code>
trainee-mobile-or-group =
    <b>2. The trainee’s mobile</b>
    Type the mobile number that is registered to the trainee with national code <code>{ DIGITS($nationalCode) }</code>, or send their contact; example: <code>09123456789</code>
    If the trainee has no mobile, choose their target group:
trainee-mobile-again = The number has 11 digits, begins with 09, and the line is in the trainee’s own name. If the national code was wrong, press “Back”.
trainee-mobile-expected = Right now we need the trainee’s mobile number. Type it in digits; example: <code>09123456789</code>
button-exemption = No mobile: { $group }
trainee-mismatch = This number is not registered to national code <code>{ DIGITS($nationalCode) }</code>. Ask the trainee for it and type it again; if the national code was wrong, press “Back”.
trainee-too-many = Codes and numbers did not match several times today. To protect people’s data we take no new trainee by number until tomorrow. Close the form with /cancel and go on tomorrow.
trainee-unknown = The civil registry does not know national code <code>{ DIGITS($nationalCode) }</code>. Please type it again from the trainee’s card:
trainee-deceased = According to the civil registry, national code <code>{ DIGITS($nationalCode) }</code> cannot be used to enrol. Check it on the trainee’s card and type it again:
trainee-cannot-check-now =
    The service that matches mobile numbers and national codes is not answering right now.
    We have kept what you typed for national code <code>{ DIGITS($nationalCode) }</code>; press “Check again” in a few minutes. If the number was wrong, send the right one.
trainee-still-cannot-check = The service is still not answering. Nothing needs to be typed again; please try again in a few minutes.
trainee-may-not-exempt = Your permission does not cover trainees without a mobile. Type the trainee’s mobile number, or ask the centre for this permission.
trainee-no-grant = Your permission to enrol trainees has ended, and nobody was enrolled. Ask your centre about it; /start takes you to the home page.
trainee-rejected = The civil registry did not confirm this trainee’s national code, so nobody was enrolled. Ask the trainee to take their national card to the registry office. We took no money from you.
trainee-line = 👤 Trainee: <b>{ $name }</b>, national code { DIGITS($nationalCode) }
trainee-line-pending = 👤 Trainee: national code { DIGITS($nationalCode) }; the civil registry is not answering right now. The name follows by itself, and enrolling does not wait for it.
trainee-being-registered = ⚠️ Somebody else is registering this trainee just now. You can go on; nobody is enrolled in one course twice.
trainee-course-question =
    <b>3. The trainee’s course</b>
    Choose one of your centre’s courses, or type part of its name; example: <i>ICDL</i>
trainee-course-none = Your centre has no open course right now. Come back later, or close the form with “Cancel”.
trainee-course-again = Type a short, simple word of the name (example: <i>ICDL</i>), or press one of the buttons. Only courses of your centre are found.
trainee-already-enrolled = This trainee is already enrolled in “{ $title }”. Please choose another course:
trainee-card-fee = 💳 Fee: <b>{ RIALS($fee) }</b> from the trainee’s wallet, which has enough
trainee-card-question = If everything is right, press “Confirm and enrol”. We ask the trainee whether it is them.
trainee-receipt =
    ✅ <b>The trainee is enrolled.</b>

    <b>{ $title }</b>
    🏫 { $centre }
    📅 Starts: { DATE($startsAt) }
    💳 Fee: { $fee ->
        [0] free
       *[other] { RIALS($fee) }
    }
    🕒 Enrolled: { DATETIME($at) }
    We tell the trainee, and ask whether it is them.

    { $fee ->
        [0] We took no money from you.
       *[other] { $payer ->
            [trainee] We took the fee from the trainee’s wallet.
           *[other] We took the fee from your portal wallet.
        }
    }
    Tracking code:
    <code>{ DIGITS($code) }</code>
trainee-already-enrolled-receipt =
    This trainee is already enrolled in this course.

    <b>{ $title }</b>
    🏫 { $centre }
    📅 Starts: { DATE($startsAt) }
    🕒 Enrolled: { DATETIME($at) }

    We took no money from you.
    Tracking code:
    <code>{ DIGITS($code) }</code>
button-enrol-trainee = 🧑‍🏫 Enrol a trainee
button-enrol-another-trainee = 🧑‍🏫 Enrol another trainee

## Two wallets
payer-question =
    <b>From which wallet?</b>
    Fee of “{ $title }”: <b>{ RIALS($fee) }</b>
payer-again = Each button names a wallet, and what each holds stands above. Press the one that is to pay the fee.
payer-expected = Right now we need to know which wallet pays: press one of the buttons below.
purse-portal = 🏫 Your portal wallet: <b>{ RIALS($balance) }</b>
purse-own = 👛 Your own wallet: <b>{ RIALS($balance) }</b>
purse-trainee = 👤 The trainee’s wallet: { $short ->
        [0] enough
       *[other] short by { RIALS($short) }
    }
purse-short =
    💳 Fee: <b>{ RIALS($fee) }</b>
    ➕ { $whose ->
        [portal] Your portal wallet
        [own] Your own wallet
       *[trainee] The trainee’s wallet
    } is short by <b>{ RIALS($short) }</b>.
purse-short-one = You can pay from the other wallet with one tap, or top up just what is lacking, and we bring you straight back here. We have taken no money from you yet.
purse-short-both = Neither wallet has enough. Top up just what is lacking, or choose the other wallet; after the payment we bring you straight back here. We have taken no money from you yet.
button-payer-portal = 🏫 From the portal wallet
button-payer-own = 👛 From my own wallet
button-payer-trainee = 👤 From the trainee’s wallet
button-charge-portal = 💳 Top up the portal wallet: { AMOUNT($gap) }
button-charge-own = 💳 Top up my own wallet: { AMOUNT($gap) }
button-charge-trainee = 💳 Top up the trainee’s wallet: { AMOUNT($gap) }
button-change-payer = ✏️ Change the wallet
enrol-card-fee-portal =
    💳 Fee: <b>{ RIALS($fee) }</b> from your portal wallet
    👛 Balance: { RIALS($balance) }
    After enrolling: { RIALS($left) }
payment-another-pending = the trainee (the name has not come from the civil registry yet)

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

    Keep the tracking code. An SMS and a notice in your national e-inbox follow.

    { $fee ->
        [0] We took no money from you.
       *[other] We took the fee from the wallet.
    }
    Tracking code:
    <code>{ DIGITS($code) }</code>
already-enrolled =
    You are already enrolled in this course.

    <b>{ $title }</b>
    🏫 { $centre }, { $city }
    📅 Starts: { DATE($startsAt) }
    💳 Fee: { $fee ->
        [0] free
       *[other] { RIALS($fee) }
    }
    🕒 Enrolled: { DATETIME($at) }

    This time we took no money from you.
    Tracking code:
    <code>{ DIGITS($code) }</code>
receipt-picture =
    🧾 Receipt for “{ $title }”
    Whoever reads the square with a phone’s camera sees that it is true.
button-receipt-picture = 🧾 Receipt as a picture
picture-receipt-heading = Receipt of enrolment
picture-receipt =
    Trainee: { $name }
    Enrolled: { DATETIME($at) }
    Technical and Vocational Training Organization
    Tracking code:
    { DIGITS($code) }
picture-receipt-hint = To see that it is true, read the square with a phone’s camera.
button-copy-code = 📋 Copy the tracking code
button-enrol-another = 📝 Enrol in another course

## Wallet
wallet =
    <b>Your wallet</b>
    Balance: <b>{ RIALS($balance) }</b>
wallet-portal =
    <b>Your portal user’s wallet</b>
    Fees that you pay for trainees whom you enrol are taken from here.
    Balance: <b>{ RIALS($balance) }</b>
wallet-entries = Transactions, page { NUM($page) } of { NUM($pages) } (the newest first):
wallet-no-entries = There are no transactions yet. To top up, press “Top up the wallet”.
wallet-entry-top-up =
    ➕ <b>{ RIALS($amount) }</b>, wallet top-up
    { DATETIME($at) }
    Balance: { RIALS($balance) }
wallet-entry-fee =
    ➖ <b>{ RIALS($amount) }</b>, fee of “{ $course }”
    { DATETIME($at) }
    Balance: { RIALS($balance) }
wallet-entry-refund =
    ➕ <b>{ RIALS($amount) }</b>, fee returned for “{ $course }”
    { DATETIME($at) }
    Balance: { RIALS($balance) }
wallet-entry-payback =
    ➖ <b>{ RIALS($amount) }</b>, set aside to go back to your card
    { DATETIME($at) }
    Balance: { RIALS($balance) }
wallet-entry-payback-returned =
    ➕ <b>{ RIALS($amount) }</b>, not sent to your card, back in the wallet
wallet-entry-moved =
    ➕ <b>{ RIALS($amount) }</b>, of what had been entered for you by a wrong national code
    { DATETIME($at) }
    Balance: { RIALS($balance) }
button-top-up = ➕ Top up the wallet
button-statement-file = 📄 All transactions as a file
button-payback = ↩️ Money back to my card
payback-list =
    ↩️ <b>Money back to your card</b>
    It goes back to the card that you paid with. Of which payment?
payback-none = There is no payment with money left that could go back to a card. See the transactions of your wallet.
button-payback-of = ↩️ { AMOUNT($amount) }, { SHORTDATE($at) }
payback-card =
    ↩️ Of the payment of { DATETIME($at) }, <b>{ RIALS($amount) }</b> can go back to your card.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>
    If you ask for it, this amount is taken out of the wallet and set aside. Staff look into it, and we tell you the result here.
payback-changed = The balance of your wallet has changed; please see the new amount.
button-payback-confirm = ✅ Ask for { AMOUNT($amount) } back
payback-requested =
    ✅ You have asked for <b>{ RIALS($amount) }</b> back.
    This amount was taken out of your wallet and set aside. Staff look into it, and we tell you the result here.
    Tracking code of the request:
    <code>{ DIGITS($code) }</code>
payback-state =
    ↩️ { RIALS($amount) } { $status ->
        [paid-out] went back to your card before. See the transactions of your wallet.
        [approved] are on their way back to your card; we tell you when they have arrived.
       *[requested] are set aside to go back to your card, and are being looked into; we tell you the result here.
    }
    Tracking code of the request:
    <code>{ DIGITS($code) }</code>
payback-will =
    { $to ->
        [approved] ↩️ The return of { RIALS($amount) } to the card will be approved. Once it is paid out at the gateway’s panel, press “It was paid out”.
        [refused] ↩️ The return of { RIALS($amount) } will be refused, and the money goes back to its owner’s wallet.
        [paid-out] ↩️ { RIALS($amount) } went back to the card. In place of a reason write the bank’s reference; the owner sees it.
       *[failed] ↩️ { RIALS($amount) } could not go back to the card, and the money goes back to its owner’s wallet.
    }
button-decide-payback = { $to ->
        [approved] ✅ Approve it
        [refused] ❌ Refuse it
        [paid-out] ✅ It was paid out
       *[failed] ❌ It could not be paid out
    }
payback-decided = ✅ Done, on record with your name; the owner of the money is told.
payback-own = This is your own money; nothing was changed. Somebody else of the staff has to decide about it.
payback-not-now = This request was decided before; nothing was changed.
button-wallet-personal = 👤 Personal wallet
button-wallet-portal = 🏫 Portal user’s wallet
statement-file =
    📄 Transactions of your wallet until { DATETIME($at) }
    The file opens in Excel and has up to { NUM($most) } transactions, the latest ones; amounts are in rials.
statement-file-portal =
    📄 Transactions of your portal user’s wallet until { DATETIME($at) }
    The file opens in Excel and has up to { NUM($most) } transactions, the latest ones; amounts are in rials.
statement-file-too-soon = You got the file less than a minute ago. You can get it again from { DATETIME($nextAt) }.

## The file of transactions
csv-date = Date
csv-time = Time
csv-about = Description
csv-amount = Amount (rials)
csv-balance = Balance (rials)
csv-top-up = Wallet top-up, bank reference { $reference }
csv-fee = Fee of “{ $course }”
csv-refund = Fee returned for “{ $course }”
csv-payback = Back to the card, tracking code of the request { $reference }
csv-payback-returned = Not sent to the card, back in the wallet, tracking code of the request { $reference }
csv-moved = Of what had been entered for you by a wrong national code

## Charging
whose-wallet-question =
    <b>Which wallet do you want to top up?</b>
    👤 Balance of your personal wallet: { RIALS($personal) }
    🏫 Balance of your portal wallet: { RIALS($portal) }
    Choose one. For the wallet of a trainee we ask for their national code.
whose-wallet-expected = Right now we only need to know which wallet to top up. Press one of the buttons.
whose-wallet-again = Your personal wallet is for your own fees, the portal wallet for trainees whose fees you pay, and the trainee’s wallet is the trainee’s own.
button-wallet-trainee = 🎓 A trainee’s wallet
button-top-up-trainee = 🎓 Top up a trainee’s wallet
trainee-wallet-question =
    <b>Top up a trainee’s wallet</b>
    Type the trainee’s 10-digit national code; example: <code>0012345678</code>
trainee-wallet-again = The 10-digit national code is at the top of the trainee’s national card. Type only its digits, one after another; also the zeros it begins with.
trainee-wallet-expected = Right now we need the national code of the trainee whose wallet you top up. Please type it in digits; example: <code>0012345678</code>
trainee-wallet-own = This is your own national code. To top up your own wallet press “Back”; for a trainee, type their code.
trainee-wallet-unknown = We found no trainee of your centre with this national code. Type the code once more from their card; if they are not enrolled in a course of your centre yet, enrol them first. We took no money from you.
trainee-wallet-portal-users-only = Only portal users of a centre can top up the wallets of trainees, and you have no such permission now. If you should, ask your centre to look at it. We took no money from you.
trainee-wallet-card =
    <b>Top up the wallet of this trainee?</b>
    👤 { $name }
    🆔 National code: <code>{ DIGITS($nationalCode) }</code>
    📱 Mobile: { $mobile ->
        [none] none
       *[other] <code>{ DIGITS($mobile) }</code>
    }
    🏫 { $centre }

    If it is them, press the button below; if not, type the right code. We have taken no money from you yet.
button-trainee-wallet-yes = ✅ Yes, this trainee
amount-question =
    <b>Wallet top-up</b>
    { $whose ->
        [trainee] This goes to the wallet of { $owner }.
        [my-portal] This goes to your portal wallet, which pays the fees of trainees whom you pay for.
       *[mine] Course fees are paid from your wallet.
    } How much do you want to add? Choose one, or type an amount with its unit; example: <code>750,000 rials</code> or <code>75 thousand tomans</code>
amount-expected = Right now we need the amount. Press a button, or type the amount with its unit; example: <code>750,000 rials</code>
amount-not-a-number = We could not read this amount. Write it in digits or in words, with its unit; for example <code>500,000 rials</code> or <code>fifty thousand tomans</code>
amount-too-small = The smallest top-up is { AMOUNT($least) }. Type a larger amount; example: <code>500,000 rials</code>
amount-too-large = The largest single top-up is { AMOUNT($most) }. Type a smaller amount; example: <code>500,000 rials</code>
amount-again = The easiest way is to press one of the amounts. If you type, write just the amount and its unit, like <code>100 thousand tomans</code> or <code>1,000,000 rials</code>
amount-over-today =
    { $left ->
        [0] This wallet has reached what can be added in a day.
        [hidden] This is more than can be added to this wallet today.
       *[other] Today this wallet can take at most { AMOUNT($left) } more.
    } The day begins anew at { DATETIME($resetsAt) }. { $next ->
        [write] Write a smaller amount, or come back then.
       *[wait] Please come back then.
    } We took no money from you.
amount-unclear =
    { $count ->
        [1] Do you mean this amount? So that nothing goes wrong, press its button.
       *[other] Rials or tomans? So that nothing goes wrong, tell us which of these you mean.
    }
    If not, write the amount with its unit; for example <code>fifty thousand tomans</code>
amount-strange =
    ✋ One moment! You wrote <b>{ AMOUNT($amount) }</b>, that is { WORDS($amount) }.
    This is { $side ->
        [much] ten times what is usual, or more
       *[little] a tenth of what is usual, or less
    }; rials and tomans may have been mixed up. { $count ->
        [1] If it is right, press its button; if not, write the right amount with its unit.
       *[other] Choose the right amount, or write it again with its unit.
    }
button-amount-gap = 💳 { AMOUNT($gap) } for “{ BRIEF($title) }”
button-amount = { AMOUNT($amount) }
payment-description = Wallet top-up; national code ending in { DIGITS($lastDigits) }
payment-card =
    <b>Wallet top-up</b>
    Before you pay, check that this is { $whose ->
        [portal] your own portal wallet
        [another] the wallet of this trainee
       *[own] your own wallet
    }:
    👤 Owner: { $owner }
    🆔 National code: <code>{ DIGITS($nationalCode) }</code>
    💳 Amount: <b>{ AMOUNT($amount) }</b>
    In words: { WORDS($amount) }

    Press the pay button. When you have paid, we tell you the result here.

    We have taken no money from you yet.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>
payment-second =
    ⚠️ Your earlier payment of { RIALS($amount) } into the same wallet is not settled yet. If your account was charged, do not pay again.
    It is being checked; we tell you by { DATETIME($until) } at the latest.
    Tracking code of the earlier payment:
    <code>{ DIGITS($code) }</code>
button-check-earlier = 🔄 Check the earlier payment
button-pay-in-chat = 📱 Pay in this chat
invoice-title = Wallet top-up
invoice-description =
    { RIALS($amount) } into your training wallet.
    Tracking code of the payment:
    { DIGITS($code) }
invoice-over = This invoice can no longer be paid. Please top up again from “Wallet”. We took no money from you.
invoice-being-checked = A payment of this invoice is still being checked; we tell you the result here. This time we took no money from you.
payment-for-course = For the course “{ $title }”
payment-for-portal = This goes to your <b>portal user’s wallet</b>.
payment-passed-over =
    { $first ->
        [zibal] Zibal
       *[zarinpal] Zarinpal
    } does not answer now; please make this payment at { $gateway ->
        [zibal] Zibal
       *[zarinpal] Zarinpal
    }.
charge-no-grant = You may not charge this wallet any more. Please ask your centre. We took no money from you.
payment-none-under-way = No payment is under way just now. See the result of earlier payments in “Wallet”.
payment-owner-pending = you (your name has not come from the civil registry yet)
button-pay = 💳 Pay { AMOUNT($amount) }
payment-being-checked =
    ⏳ The bank has not told us about your payment of { RIALS($amount) } yet.
    If you have already paid, don’t pay again. If not, you can go back to the payment page.

    The payment is being checked; we tell you the result by { DATETIME($until) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>
button-paid = 🔄 I have paid, check now
button-back-to-payment = 💳 Back to the payment
button-try-again = 🔄 Try again
payment-unavailable =
    The payment gateway is not answering right now. Please try again in a few minutes.

    We took no money from you.
    Tracking code of the payment:
    <code>{ DIGITS($code) }</code>

## My enrolments
mine = <b>Your enrolments</b>
mine-none = You are not enrolled in any course yet. Choose one now.
mine-entry =
    🎓 <b>{ $title }</b>, { $centre }
    📅 Starts: { DATE($startsAt) }
    Status: { $status ->
        [active] enrolled
        [waitlisted] on the waiting list
        [offered] it is your turn
        [frozen] stopped until it is looked into
        [cancelled] cancelled
       *[completed] completed
    }
    Tracking code:
    <code>{ DIGITS($code) }</code>
button-open-enrolment = 🎓 { BRIEF($title) }
enrolment-card =
    🎓 <b>{ $title }</b>
    🏫 { $centre }, { $city }
    📅 Starts: { DATE($startsAt) }
    🏁 Ends: { DATE($endsAt) }
    State: <b>{ $status ->
        [active] enrolled
        [waitlisted] on the waiting list
        [offered] it is your turn
        [frozen] stopped until it is looked into
        [cancelled] cancelled
       *[completed] completed
    }</b>
enrolment-trainee = 👤 Trainee: { $name }, national code { DIGITS($masked) }
enrolment-paid = 💳 Fee: { RIALS($fee) }, from { $wallet }
enrolment-to-pay = 💳 Fee: { RIALS($fee) }; nothing was taken yet. When the turn comes it is taken from { $wallet }
enrolment-ended =
    { DATETIME($at) }: { $because ->
        [left-the-line] left the waiting list
        [offer-declined] the seat was declined
        [offer-expired] the time to take the seat was over
        [course-started] the course began and no seat came free
        [course-cancelled] the course was cancelled
       *[other] the enrolment was cancelled
    }; { $refund ->
        [0] there was nothing to give back.
       *[other] { RIALS($refund) } went back to { $wallet }.
    }
enrolment-frozen = ⚠️ { $because ->
        [not-me] Somebody said “it is not me”; seat and money stay where they are until the centre has looked into it.
       *[other] The civil registry has not confirmed the national code; please go to the centre with your national card.
    }
enrolment-waiting = 🕒 { $whose ->
        [own] You are
       *[trainee] The trainee is
    } number { NUM($place) } on the list. We tell you when a seat comes free; there is nothing to do.
enrolment-offered = 🎉 { $whose ->
        [own] Your seat
       *[trainee] The trainee’s seat
    } is kept until <b>{ DATETIME($until) }</b>. { $fee ->
        [0] It has to be taken before that.
       *[other] With { RIALS($fee) } in { $wallet } before that, it is taken by itself.
    }
enrolment-active = Next: { $whose ->
        [own] be at the centre on the first day with your national card. You can withdraw until { DATETIME($until) }.
       *[trainee] the trainee comes to the centre on the first day with the national card. Withdrawing is possible until { DATETIME($until) }.
    }
enrolment-begun = The course has begun, or the time for withdrawing is over. For any change, call the centre.
enrolment-over = This course is over for { $whose ->
        [own] you
       *[trainee] the trainee
    }.
enrolment-code =
    Tracking code:
    <code>{ DIGITS($code) }</code>
button-see-enrolment = 🎓 See the enrolment
button-withdraw = ✖️ { $whose ->
        [own] Withdraw from the course
       *[trainee] Cancel the trainee’s enrolment
    }
button-withdraw-yes = ✖️ { $whose ->
        [own] Yes, I withdraw
       *[trainee] Yes, cancel it
    }
button-leave-line = ✖️ { $whose ->
        [own] Leave the waiting list
       *[trainee] Take the trainee off the list
    }
button-leave-line-yes = ✖️ { $whose ->
        [own] Yes, I leave the list
       *[trainee] Yes, take them off
    }
button-keep = ↩️ No, keep it
button-take-seat = ✅ Take the seat{ $fee ->
        [0] {""}
       *[other] {" "}for { RIALS($fee) }
    }
button-it-is-me = ✅ It is me
button-it-is-not-me = ✖️ It is not me
button-join-line = 🕒 { $whose ->
        [own] Join the waiting list
       *[trainee] Put the trainee on the list
    }
withdraw-question =
    { $whose ->
        [own] Do you want to withdraw from “{ $title }”?
       *[trainee] Cancel the trainee’s enrolment in “{ $title }”?
    }
    { $refund ->
        [0] Nothing comes back.
       *[other] <b>{ RIALS($refund) }</b> goes back to { $wallet } at once.
    } { $whose ->
        [own] Your seat goes to the next person.
       *[trainee] Their seat goes to the next person.
    }
leave-line-question = { $whose ->
        [own] Do you want to leave the waiting list of “{ $title }”? Nothing was taken, but your place on the list is lost.
       *[trainee] Take the trainee off the waiting list of “{ $title }”? Nothing was taken, but their place on the list is lost.
    }
withdraw-too-late = The time for withdrawing from this course is over. For any change, call the centre. This time we took no money from you.
withdraw-nothing-left = This enrolment has ended before; there is nothing left to do.
withdraw-done = Done. This is how it stands now:
withdraw-changed = This enrolment has changed just now, and nothing was done yet. Please look again:
seat-taken = ✅ { $whose ->
        [own] The seat is yours and you are enrolled.
       *[trainee] The seat is taken and the trainee is enrolled.
    }
seat-no-offer = This offer is no longer open; here is how it stands now. We took no money from you.
seat-wallet-short =
    The wallet is short for this seat.
    💳 Fee: { AMOUNT($fee) }
    👛 In { $wallet }: { RIALS($balance) }
    ➕ Missing: <b>{ AMOUNT($gap) }</b>
    Charge exactly what is missing; as soon as the money is there, the seat is taken for you.
    We have taken no money from you yet.
seat-trainee-short =
    The wallet is short for this seat.
    💳 Fee: { AMOUNT($fee) }
    ➕ The trainee’s wallet is short by <b>{ RIALS($short) }</b>.
    Charge exactly what is missing; as soon as the money is there, the seat is taken for the trainee.
    We have taken no money from you yet.
seat-of-who-pays =
    This seat is taken by whoever put the trainee on the list; they have been told. If you are in a hurry, call the centre.
    We have taken no money from you yet.
consent-given = Thank you; it is noted that this is you.
consent-refused = It is noted that this is not you. The enrolment is stopped and the centre knows. If you pressed it by mistake, press “It is me”.
already-in-line = You are on the waiting list of this course already. We have taken no money from you yet.
line-offer =
    This course is full{ $waiting ->
        [0] {""}
        [one] {" "}and one person is waiting
       *[other] {" "}and { NUM($waiting) } people are waiting
    }. You can { $whose ->
        [own] join the waiting list
       *[trainee] put the trainee on the waiting list
    }:
    • Nothing is taken now.
    • When a seat comes free and the turn has come, { $fee ->
        [0] the enrolment is made at once
       *[other] { RIALS($fee) } is taken from { $wallet } and the enrolment is made
    }.
    • If the wallet is short, you have some hours to charge it.
line-joined-now = ✅ { $whose ->
        [own] You are on the waiting list.
       *[trainee] The trainee is on the waiting list.
    } We have taken no money from you yet.
line-seat-free = A seat came free just now; there is no need to wait:
enrol-card-held = ⏱ Your seat is kept until <b>{ DATETIME($until) }</b>.
trainee-card-held = ⏱ The trainee’s seat is kept until <b>{ DATETIME($until) }</b>.
wallet-name = { $whose ->
        [mine] your wallet
        [my-portal] your portal wallet
        [trainee] the trainee’s wallet
       *[centre] the centre’s wallet
    }
name-pending = name still to come from the civil registry

## Help
help =
    <b>Help</b>
    📝 <b>Enrolling:</b> share your number with the button, type your national code, then choose a course and confirm.
    💳 <b>Wallet:</b> fees are paid from your wallet. If it is short, you top it up on the spot and come back to the form.
    📱 <b>SMS:</b> sent only to a number registered in your name, from line 40406404000. The same notice also goes to your national e-inbox.
    👤 <b>Your name:</b> if the civil registry does not answer, you are enrolled all the same and the name follows by itself.
    ✖️ <b>Cancelling:</b> wherever you are, press /cancel.

## My data, and deleting it
button-my-data = 🔐 My data
my-data =
    <b>🔐 Your data</b>
    👤 Name: { $name }
    🆔 National code: { DIGITS($masked) }
    📱 Mobile: { DIGITS($mobile) }

    We keep this to enrol you and to reach you. National code and mobile are stored encrypted, and the bot shows them in full to nobody.
    If you need us no more, you can ask for your data to be deleted.
my-data-asked = ⏳ You have asked for your data to be deleted; it will be done on { DATETIME($dueAt) }. Until then you can change your mind.
my-data-none = You have not told us yet who you are. Besides the unfinished form of this chat, which goes by itself after a week, we have nothing of yours. Press the button below to begin.
button-delete-data = 🗑 Delete my data
delete-question =
    <b>🗑 Delete my data</b>
    If you confirm, this is deleted for good on { DATETIME($dueAt) }:
    • your name, national code, mobile, gender and birth date
    • the link between you and your chats, on either messenger
    • unfinished forms, and what the messages that we sent you said
    • the web pages of your receipts

    This stays, but without your name:
    • wallet entries and payments, since books of account cannot be erased
    • earlier enrolments with their tracking codes, since the figures and accounts of the courses rest on them
    • the record of what staff have done
    Your training file and certificates are with your centre and the organisation, not in this bot, and stay there as the law says.

    After that you get no more messages from us. Whenever you like, you can begin again as a new person.
    Until then you can change your mind. Shall we delete it?
button-delete-data-yes = 🗑 Yes, delete it
delete-requested =
    ✅ We have noted your request. Your data will be deleted on { DATETIME($dueAt) }, and we will tell you here.
    If you change your mind, press “Keep my data” before then. If you enrol in a course before then, nothing is deleted.
button-keep-data = ↩️ Keep my data
delete-taken-back = ↩️ We have dropped your request; everything is where it was.
delete-nothing-asked = There is no request to delete anything; everything is where it was.
delete-first = Before your data can be deleted, this has to be finished:
delete-first-enrolled = 📝 You are enrolled in a course, or in line for one. Withdraw from it in “My enrolments”, or wait until it has ended.
delete-first-paid-for-others = 🏫 Trainees whose fee your portal wallet has paid are still enrolled. Wait until their courses have ended.
delete-first-payment = ⏱ The result of a payment may still come. Wait for three days after that payment.
delete-first-money = 👛 Your wallet holds { RIALS($balance) }. Spend it on a course, or ask in “Wallet” for it to go back to your card.
delete-first-role = 🔑 You are a portal user or staff. Ask an administrator to take that away first.
delete-first-case = 📂 Staff are looking into something about you. Wait for their answer.
delete-first-then = When that is done, press “Check again”.
data-deleted = 🗑 Your data has been deleted, as you asked. The messages of this chat you can delete yourself in the messenger. You are welcome back at any time.
button-begin-anew = 🌱 Begin again

## Staff's desk
staff-only = This is for the organisation’s staff. If you are staff, ask an administrator for access.
button-cases = 📂 Cases
button-systems = 🔌 Systems
button-statements = 📑 Gateways’ statements
gateway-name = { $gateway ->
        [zibal] Zibal
        [bale] Bale’s wallet
       *[zarinpal] Zarinpal
    }
statement-gateways =
    📑 <b>Daily statements of the gateways</b>
    What a gateway tells of a day is compared with the payments on our record. Which gateway?
button-statement-gateway = 💳 { gateway-name }
statement-days = 📑 { gateway-name }: which day?
button-statement-day = 📅 { SHORTDATE($at) }
statement-of = 📑 <b>{ gateway-name }</b>, { DATE($at) }
statement-upload-question =
    Download the list of this day’s successful payments from the gateway’s panel as CSV, and send the file here.
    Two columns are needed: “Authority”, “trackId” or “Reference”, and “Amount (rials)” or “Amount (tomans)”.
statement-upload-again = Attach the file with the paper clip (📎) and send it; not a photo, and no text.
statement-upload-expected = This is no file. Send the gateway’s CSV file.
statement-upload-too-large = This file is larger than 2 megabytes. Download this day’s payments alone, and send it again.
statement-not-fetched = We could not get this file from the messenger. Please send it again.
statement-not-a-table = This file is no CSV table. In Excel choose “Save as”, the format CSV UTF-8, and send the new file.
statement-too-long = This file has more than { NUM($most) } rows. Download this day’s payments alone, and send it again.
statement-no-names = There is no column named “Authority”, “trackId” or “Reference”. Name the columns in the first line, and send it again.
statement-no-amount = There is no column of amounts. Name it “Amount (rials)” or “Amount (tomans)”, and send it again.
statement-which-money = The column of amounts does not say whether they are rials or tomans. Name it “Amount (rials)” or “Amount (tomans)”, and send it again.
statement-unreadable-rows = { NUM($count) } lines have no right name or amount; the first is line { NUM($first) }. Put them right, and send the file again.
statement-left-out = Lines left out as failed or given back: { NUM($leftOut) }
statement-credited = ✅ Asked again, the gateway confirmed { NUM($credited) } payments: they are in the wallets now.
statement-compared =
    📑 <b>{ gateway-name }</b>, { DATE($at) }
    In the gateway’s file: { NUM($theirCount) } payments, { RIALS($theirRials) }
    On our record: { NUM($ourCount) } payments, { RIALS($ourRials) }
    Equal: { NUM($matched) }
    Different: { NUM($differences) }
    { $tooMany ->
        [true] ⚠️ These are too many differences. The file may be of another gateway or merchant; no case was opened.
       *[false] { $cases ->
            [0] { $differences ->
                [0] ✅ All is equal. There is nothing to do.
               *[other] The file of differences is above this message.
            }
           *[other] 📂 There are cases of { NUM($cases) } of them; go on from “Cases”.
        }
    }
button-statement-again = 📎 Send another file
differences-file = What the gateway’s file and the payments on our record do not agree in
csv-difference-difference = Difference
csv-difference-line = Line in the gateway’s file
csv-difference-name = Payment at the gateway
csv-difference-reference = Reference
csv-difference-code = Our tracking code
csv-difference-theirs = Gateway’s amount (rials)
csv-difference-ours = Our amount (rials)
csv-difference = { $what ->
        [only-ours] on our record only
        [near-midnight] on our record only, near midnight; perhaps in the file of the day before or after
        [only-theirs] in the gateway’s file only
        [not-credited] not in a wallet yet
        [twice-in-file] twice in the gateway’s file
       *[amounts-differ] the amounts differ
    }
case-facts-refund-requested =
    Back to the card: { RIALS($amountRials) }
    Gateway: { gateway-name }; name there:
    <code>{ $name }</code>
    Tracking code of the request:
    <code>{ DIGITS($trackingCode) }</code>
case-facts-unmatched-money =
    { $found ->
        [only-theirs] { gateway-name } has a payment that is not on our record.
        [twice-in-file] { gateway-name } has one payment twice.
        [amounts-differ] { gateway-name } and we have different amounts for one payment.
       *[not-credited] { gateway-name } calls a payment successful that is in no wallet yet.
    }
    Amount at the gateway: { RIALS($amountRials) }
    Name at the gateway:
    <code>{ $name }</code>
    Our tracking code:
    <code>{ DIGITS($trackingCode) }</code>
systems =
    <b>Outside systems</b>
    How each one fares stands beside its name. Press one to see more or to change it.
button-system = { $name }: { system-status }
system-status = { $status ->
        [up] ✅ works
        [down] ⛔️ away
        [switched-off] 🔴 closed
       *[switched-on] 🟢 open
    }
system-civil-registry = Civil registry
system-shahkar = Shahkar
system-national-window = National window
system-sms = SMS
system-karpooshe = Karpooshe
system-payment =
    { $gateway ->
        [zibal] Payment gateway Zibal
        [bale] Payment in a chat on Bale
       *[zarinpal] Payment gateway Zarinpal
    }
system-card =
    🔌 <b>{ $name }</b>
    State: { system-status }
system-down =
    No answer since { DATETIME($since) }.
    Looked at again: { DATETIME($next) }
system-override = { $who } decided this at { DATETIME($since) }: “{ $reason }”
button-switch = { $to ->
        [on] 🟢 Keep it open
        [off] 🔴 Close it
       *[automatic] 🔁 Let it decide itself
    }
system-will-switch =
    🔌 <b>{ $name }</b>
    { $to ->
        [on] From now on it stays open, even when it does not answer.
        [off] From now on it is closed, and nothing is sent to it.
       *[automatic] From now on it opens and closes by itself.
    }
system-switched = ✅ Done, and on record with your name.
system-not-switched = Nothing was changed. Look at its state, and choose again if need be.
cases =
    <b>Open cases: { NUM($total) }</b>
    The oldest come first; press one.
cases-none = No case is open. When one is opened, you hear of it here.
button-case = { case-kind }, { SHORTDATE($at) }
case-kind = { $kind ->
        [code-taken] a national code of somebody else
        [registry-differs] the registry knows another name
        [identity-rejected] the registry rejected a national code
        [consent-refused] “it is not me” from a trainee
        [payment-differs] a payment that does not agree
        [payment-unresolved] a payment that is not clear
        [unmatched-money] money without an owner
        [refund-requested] a refund was asked for
       *[data-deletion-requested] data are to be deleted
    }
case-card =
    📂 <b>{ case-kind }</b>
    🕒 since { DATETIME($at) }
case-facts-code-taken = Somebody on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    } gave this person’s national code with a number that is not theirs, or the owner said that a chat is not theirs.
case-facts-registry-differs =
    Name that we have: <b>{ $ours }</b>
    Name in the registry: <b>{ $theirs }</b>
case-facts-identity-rejected =
    { $because ->
        [deceased] The registry says that the owner of this code has died.
       *[unknown-code] The registry knows no such code.
    }
    Enrolments stopped: { NUM($enrolments) }
case-facts-payment-differs =
    Gateway { gateway-name } confirmed something else than { RIALS($amountRials) }; it is being checked.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
case-facts-payment-unresolved =
    The payment of { RIALS($amountRials) } at gateway { gateway-name } is being checked and not clear yet.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
case-closed = ✅ Closed at { DATETIME($at) }: “{ $reason }”
button-see-case = 📂 See the case
button-close-case = ✅ Close the case
case-will-close = 📂 The case is to be closed, and stays on record with your name.
case-closed-now = ✅ The case is closed, and on record with your name.
case-not-closed = This case had been closed before; nothing was changed.
case-over = ✅ Over by itself at { DATETIME($at) }; there is nothing left to do.
button-correct-code = ✏️ Correct the national code
button-correct-name = ✏️ Take the registry’s name
right-code-question = Write this person’s right national code, as it stands on their national card. The registry and Shahkar are asked before it is corrected.
right-code-again = The national code is the number of 10 digits at the top of the national card. Write only the digits, one after the other, with the zeros at its beginning.
right-code-expected = The right national code is needed now. Please write it as a number, like <code>0012345678</code>
code-will-be-corrected = ✏️ This person’s national code becomes { DIGITS($masked) }. Enrolments and money stay with them, and what was stopped goes on.
records-will-be-merged =
    ✏️ The national code { DIGITS($masked) } is already that of { $isNamed ->
        [yes] <b>{ $name }</b>
       *[no] somebody whose name has not come yet
    }. Enrolments, balance and payments entered by the wrong code go to them. If it is not the same person, cancel.
name-will-be-corrected = ✏️ The name that the registry tells now takes the place of the present one, and does not change by itself any more.
correction-corrected = ✅ Corrected, and on record with your name. The person and whoever registered them have been told.
correction-nothing-to-correct = There is nothing left to correct in this case; nothing was changed.
correction-no-reason = The reason was not accepted, and nothing was changed. Begin again from this case.
correction-unknown-code = The registry does not know this code either; nothing was changed. Read it from the national card once more.
correction-deceased = The registry says that the owner of this code has died; nothing was changed. Read it from the national card once more.
correction-merged = ✅ Done, and on record with your name: enrolments and balance went to the owner of the right code. They and whoever registered them have been told.
correction-cannot-merge = { $because ->
        [both-enrolled] Both have a place in “{ $course }”; nothing was changed. Let one of the two enrolments be withdrawn first, then begin again from this case.
        [role] This person has the access of a portal user or of staff; nothing was changed. Let it be taken back first, then begin again from this case.
        [deletion] One of the two has asked for their data to be deleted; nothing was changed. Let that request come to its end first, then begin again from this case.
       *[own-record] This national code is your own; nothing was changed. Somebody else of the staff must correct this case.
    }
correction-changed-meanwhile = What is known of the owner of this code changed in the same moment; nothing was corrected. Begin again from this case.
correction-mobile-of-another = The mobile of this person is not registered to this code; nothing was changed. Check the code, or ask them to come in by their own number.
correction-cannot-check-now = The registry or Shahkar does not answer now; nothing was changed. Begin again from this case in a few minutes.
form-staff-deed = Staff work
reason-question = Why? Write a short reason, or press one of the buttons. Leave out anybody’s national code and number.
reason-again = A few words will do, like <code>spoken with the centre</code>
reason-expected = Write the reason as text, or press one of the buttons.
reason-length = A reason has 3 letters at least and 500 at most. Please write it again.
reason-private = This reason has somebody’s national code or number in it, and was not put on record. Please write it without.
button-reason-announced = The outage was announced
button-reason-failures = It fails again and again
button-reason-back = It works again
button-reason-trial = As a trial
button-reason-spoken = Spoken with those concerned
button-reason-card = I saw the national card
button-reason-mistyped = It was mistyped
button-reason-seen = Looked into and solved
button-reason-mistake = It was a mistake

## Notices in the chat
chat-enrolled =
    ✅ You are enrolled in “{ $course }”.
    📅 Starts: { DATE($startsAt) }

    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-enrolled-by-centre =
    🏫 “{ $centre }” has enrolled you in “{ $course }”.
    📅 Starts: { DATE($startsAt) }
    Is this you? If not, press “It is not me”: the enrolment stops and the centre is told.

    { $payer ->
        [trainee] We took the fee ({ RIALS($fee) }) from your wallet.
       *[other] The fee ({ RIALS($fee) }) is on the centre, and we took no money from you.
    }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-line-joined =
    🕒 You are on the waiting list of “{ $course }”. We tell you here as soon as a seat comes free.

    We have taken no money from you yet.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-line-joined-by-centre =
    🕒 “{ $centre }” has put you on the waiting list of “{ $course }”.
    Is this you? If not, press “It is not me”.

    We have taken no money from you yet.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-seat-offered =
    🎉 It is your turn for “{ $course }”.
    💳 Fee: <b>{ RIALS($fee) }</b>
    Your seat is kept until <b>{ DATETIME($untilAt) }</b>; { $payer ->
        [trainee] charge the wallet or take the seat before that
       *[other] the centre pays, and we have asked it to take the seat before that
    }. Then it goes to the next person.

    We have taken no money from you yet.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-centre-seat-offered =
    🎉 It is the turn of the trainee whom you put on the waiting list of “{ $course }”.
    💳 Fee: <b>{ RIALS($fee) }</b> from { $payer ->
        [trainee] the trainee’s wallet
       *[other] your portal wallet
    }
    The seat is kept until <b>{ DATETIME($untilAt) }</b>; charge that wallet or take the seat before that. Then it goes to the next person.

    We have taken no money from you yet.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-promoted =
    ✅ A seat came free and you are enrolled in “{ $course }”.
    📅 Starts: { DATE($startsAt) }

    { $fee ->
        [0] This course is free of charge. We took no money from you.
       *[other] We took the fee ({ RIALS($fee) }) from { $payer ->
            [trainee] your wallet
           *[other] the centre’s wallet
        }.
    }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-centre-promoted =
    ✅ A seat came free and the trainee whom you put on the waiting list of “{ $course }” is enrolled.
    📅 Starts: { DATE($startsAt) }

    { $fee ->
        [0] This course is free of charge. We took no money from you.
       *[other] We took the fee ({ RIALS($fee) }) from { $payer ->
            [trainee] the trainee’s wallet
           *[other] your portal wallet
        }.
    }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-offer-expired =
    The time to take your seat in “{ $course }” is over and it went to the next person. If you still want it, join the waiting list again, or choose another course.

    We took no money from you.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-line-left =
    You have left the waiting list of “{ $course }”. You can join it again at any time.

    We took no money from you.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-line-ended =
    { $because ->
        [course-cancelled] “{ $course }” was cancelled and its waiting list is closed.
       *[other] “{ $course }” has begun and no seat came free; its waiting list is closed.
    }
    Choose another one from the courses.

    We took no money from you.
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-withdrawn =
    Your enrolment in “{ $course }” is cancelled.

    { $refund ->
        [0] There was nothing to give back.
       *[other] <b>{ RIALS($refund) }</b> went back to { $payer ->
            [trainee] your wallet
           *[other] the centre’s wallet
        }.
    }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-centre-enrolment-ended =
    An enrolment that you made for “{ $course }” has ended.

    { $refund ->
        [0] There was nothing to give back.
       *[other] <b>{ RIALS($refund) }</b> went back to your portal wallet.
    }
    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-consent-refused =
    ⚠️ A trainee enrolled in “{ $course }” said “it is not me” at { DATETIME($at) }.
    The enrolment is stopped; seat and money stay where they are until you have looked into it. Call the trainee, and cancel the enrolment if it was a mistake.

    Tracking code:
    <code>{ DIGITS($trackingCode) }</code>
chat-audit-findings =
    ⚠️ The nightly check of money and seats found what does not agree: <b>{ NUM($count) }</b> in all.
    The details are in the log; please go through them today, together with the technical staff.
chat-data-deletion-requested = 🗑 Somebody has asked for your data to be deleted; it will be done on { DATETIME($untilAt) }. If it was not you, or you change your mind, press the button below.
chat-data-kept = Your data was not deleted, because { $because ->
        [enrolled] you are enrolled in a course or in line for one
        [paid-for-others] trainees whose fee you have paid are still enrolled
        [payment] the result of a payment may still come
        [money] there is money in your wallet
        [role] you are a portal user or staff
       *[case] staff are looking into something about you
    }. The request is closed; once that is over you can ask again under “Help”, “My data”.
chat-staff-case =
    📂 A case waits for staff: <b>{ case-kind }</b>
    Please look into it, and close it with a reason.
chat-top-up-credited =
    ✅ Your payment has arrived.

    Bank reference:
    <code>{ DIGITS($reference) }</code>

    <b>{ RIALS($amountRials) }</b> was added to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    }.
    { $whose ->
        [another] 👛 The owner of the wallet has been told, too.
       *[own] 👛 Wallet balance: <b>{ RIALS($balance) }</b>
    }
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-failed =
    The payment of { RIALS($amountRials) } did not go through, and nothing was added to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    }. You can pay again whenever you like.
    If your account was debited, the bank returns the money within 72 hours.

    We took no money from you.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-expired =
    The time to pay { RIALS($amountRials) } has run out. The gateway has seen no payment, and nothing was added to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    }. To pay again, start from “Wallet”.
    If your account was debited, the money either comes to your wallet or is returned by the bank within 72 hours.

    We took no money from you.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-unresolved =
    For two days we have asked the gateway about your payment of { RIALS($amountRials) }, without a clear answer. Nothing was added to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    }.
    If your account was debited and the money is not back by the time below, please take your bank statement and the tracking code to the nearest training centre. If nothing was debited, you can pay again from “Wallet”.

    The payment is being checked by the bank; if your account was debited, the money is returned by { DATETIME($returnedAt) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-differs =
    ⚠️ What the bank says of the payment of { RIALS($amountRials) } is not what we had asked for, so we have not added anything to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    } yet. Our staff know of it; please do not pay again, and wait to hear from us.

    The payment is being checked; we tell you the result by { DATETIME($untilAt) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-top-up-refund-due =
    The payment of { RIALS($amountRials) } was not what we had asked for and will not be added to { $whose ->
        [portal] your portal wallet
        [another] the wallet of { $owner }
       *[own] your wallet
    }. The money is yours and goes back to the card that you paid with. If it is not there by the time below, please take your bank statement and the tracking code to the nearest training centre. To charge the wallet, start again from “Wallet”.

    The return of the money is being checked; it is back in your account by { DATETIME($returnedAt) } at the latest.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-registration-moved =
    ↪️ The registration of { $who } goes on in another chat of yours ({ $place ->
        [bale] Bale
       *[telegram] Telegram
    }), so its buttons here no longer work. The answers are safe.
    To bring it back here, press “Continue here”.
chat-registration-ended = ✖️ The registration of { $who } was cancelled in another chat of yours ({ $place ->
        [bale] Bale
       *[telegram] Telegram
    }). Start again from the first page whenever you like. For it we took no money from you.
chat-wallet-charged =
    🏫 “{ $centre }” has topped up your wallet.

    <b>{ RIALS($amountRials) }</b> was added to your wallet.
    Tracking code of the payment:
    <code>{ DIGITS($trackingCode) }</code>
chat-payback-approved =
    ↩️ The return of { RIALS($amountRials) } to your card was approved. We tell you when it has arrived.
    Tracking code of the request:
    <code>{ DIGITS($trackingCode) }</code>
chat-payback-refused =
    The return of { RIALS($amountRials) } to your card was refused: “{ $reason }”
    The amount is in your wallet again, for you to spend.
    Tracking code of the request:
    <code>{ DIGITS($trackingCode) }</code>
chat-payback-paid-out =
    ✅ { RIALS($amountRials) } went back to the card that you had paid with.
    Word of our staff: “{ $reason }”
    Tracking code of the request:
    <code>{ DIGITS($trackingCode) }</code>
chat-payback-failed =
    { RIALS($amountRials) } could not go back to your card: “{ $reason }”
    The amount is in your wallet again, for you to spend.
    Tracking code of the request:
    <code>{ DIGITS($trackingCode) }</code>
chat-window-login = { $outcome ->
        [another-person]
            ⚠️ Somebody with another national code logged in at the national window, so nothing was changed.
            If it was you, log in there with your own account. If you sent the link to somebody, please don’t do so again.
        [joined]
            ✅ You have logged in at the national window{ $hasName ->
                [yes] : <b>{ $name }</b>
               *[no] .
            }
            From now on we know you in this chat.
        [known] ✅ You have logged in at the national window. Your details were complete already, and nothing was changed.
       *[completed]
            ✅ Your identity was completed by the national window: <b>{ $name }</b>
            You need not do anything else.
    }
chat-account-joined =
    ⚠️ A new chat on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    } was added to your name by a login at the national window.
    If it was you, you need not do anything. If it was not, press the button below: that chat is taken away, and our staff look into it.
chat-account-added =
    ⚠️ A new chat on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    } was added to your name by your own number.
    If it was you, you need not do anything. If it was not, press the button below: that chat is taken away, and our staff look into it.
chat-mobile-changed =
    ⚠️ Your mobile number was changed on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    }; from now on texts go to the number ending in { DIGITS($ending) }, which is registered in your own name.
    { $isNew ->
        [yes] If it was you, you need not do anything. If it was not, press the button below: that chat is taken away, and our staff look into it.
       *[no] If it was you, you need not do anything. If it was not, tell the nearest training centre.
    }
button-not-me = 🚫 It was not me
not-me-done =
    ✅ That chat is no longer yours and cannot reach your account.
    Our staff look into it. If somebody knows your password of the national window, change it now.
not-me-already = That chat is not in your name any more; you need not do anything.
chat-identity-completed =
    ✅ Your name is complete: <b>{ $name }</b>
    There is nothing else you need to do.
chat-trainee-rejected =
    ⚠️ The civil registry did not confirm the national code of a trainee whom you enrolled in “{ $course }”.
    The enrolment was stopped at { DATETIME($at) }; seat and money stay where they are. Check the code on the trainee’s national card; staff know of it too, and put the code right if it was mistyped.
chat-code-corrected =
    ✅ Your national code was corrected to { DIGITS($masked) }, and the registry has confirmed it. Your name: <b>{ $name }</b>
    Enrolments that had been stopped go on; you need not do anything. If this code is not yours, please call your centre.
chat-records-merged =
    ✅ What had been entered for you by a wrong national code is yours now; our staff looked into it.
    Enrolments: { NUM($enrolments) }. You need not do anything. If they are not yours, please call your centre.
    { $movedRials ->
        [0] Your balance is what it was; we took no money from you.
       *[other] { RIALS($movedRials) } was added to your wallet.
    }
chat-trainee-corrected =
    ✅ The national code of a trainee whom you enrolled in “{ $course }” was corrected.
    The enrolment goes on; seat and money stay where they are, and you need not do anything.
chat-name-corrected =
    ✅ Your name was corrected as the registry has it: <b>{ $name }</b>
    You need not do anything. If this is not your name, please call your centre.
chat-identity-rejected =
    The civil registry did not confirm your national code, so for now you cannot enrol in another course.
    Your earlier enrolments are not cancelled by this. Please take your national card to the registry office or the nearest training centre.

## SMS
## TVTO is the Technical and Vocational Training Organization. The date goes without its weekday: each letter costs.
sms-enrolled =
    TVTO: you are enrolled in { BRIEF($course) }.
    Starts: { SHORTDATE($startsAt) }
    Tracking code: { $trackingCode }
sms-enrolled-by-centre =
    TVTO: your centre enrolled you in { BRIEF($course) }.
    Tracking code: { $trackingCode }
sms-line-joined-by-centre =
    TVTO: your centre put you on the waiting list of { BRIEF($course) }.
sms-seat-offered =
    TVTO: it is your turn for { BRIEF($course) }.
    Until: { SHORTDATE($untilAt) }
    Tracking code: { $trackingCode }
sms-promoted =
    TVTO: you have a seat in { BRIEF($course) }.
    Starts: { SHORTDATE($startsAt) }
    Tracking code: { $trackingCode }
sms-mobile-changed =
    TVTO: your number with us was changed. If it was not you, tell the nearest training centre.
sms-account-joined =
    TVTO: a new chat on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    } was added to your name. If it was not you, tell the nearest training centre.
sms-withdrawn =
    TVTO: your enrolment in { BRIEF($course) } is cancelled.
    Tracking code: { $trackingCode }

## National e-inbox
karpooshe-enrolled-title = Enrolment in { $course }
karpooshe-enrolled-body =
    You are enrolled in { $course }.
    Starts: { DATE($startsAt) }
    Tracking code:
    { DIGITS($trackingCode) }
    Keep this code for later.
    Technical and Vocational Training Organization
karpooshe-enrolled-by-centre-title = A centre has enrolled you in { $course }
karpooshe-enrolled-by-centre-body =
    “{ $centre }” has enrolled you in { $course }. If this is not you, tell the centre.
    Starts: { DATE($startsAt) }
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-line-joined-by-centre-title = Waiting list of { $course }
karpooshe-line-joined-by-centre-body =
    “{ $centre }” has put you on the waiting list of { $course }.
    Starts: { DATE($startsAt) }
    We have taken no money from you yet.
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-seat-offered-title = Your turn for { $course }
karpooshe-seat-offered-body =
    A seat in { $course } is free for you. Fee: { RIALS($fee) }
    Take your seat in the chat before { DATETIME($untilAt) }. We have taken no money from you yet.
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-promoted-title = Enrolment in { $course }
karpooshe-promoted-body =
    A seat came free and you are enrolled in { $course }.
    Starts: { DATE($startsAt) }
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-offer-expired-title = Your seat in { $course } was not taken
karpooshe-offer-expired-body =
    The time to take your seat in { $course } is over. We took no money from you.
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-line-ended-title = The waiting list of { $course } is closed
karpooshe-line-ended-body =
    The waiting list of { $course } is closed. We took no money from you.
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-withdrawn-title = Enrolment in { $course } cancelled
karpooshe-withdrawn-body =
    Your enrolment in { $course } is cancelled. Given back to the wallet: { RIALS($refund) }
    Tracking code:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-mobile-changed-title = Your mobile number was changed
karpooshe-mobile-changed-body =
    Your mobile number for enrolment was changed; the new one ends in { DIGITS($ending) } and is registered in your own name.
    If it was not you, tell the nearest training centre.
    Technical and Vocational Training Organization
karpooshe-account-joined-title = A new chat in your name
karpooshe-account-joined-body =
    A new chat on { $platform ->
        [bale] Bale
       *[telegram] Telegram
    } was added to your name by a login at the national window.
    If it was not you, press “It was not me” in your own chat with the bot, or tell the nearest training centre.
    Technical and Vocational Training Organization
karpooshe-payback-paid-out-title = Money went back to your card
karpooshe-payback-paid-out-body =
    { RIALS($amountRials) } of your wallet went back to the card that you had paid with.
    Word of our staff: “{ $reason }”
    Tracking code of the request:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization
karpooshe-wallet-charged-title = Your wallet was topped up
karpooshe-wallet-charged-body =
    “{ $centre }” has topped up your wallet.
    { RIALS($amountRials) } was added to your wallet.
    Tracking code of the payment:
    { DIGITS($trackingCode) }
    Technical and Vocational Training Organization

## The page after paying
page-credited-title = Your payment has arrived
page-credited-body =
    Go back to the chat; the rest is waiting for you there.

    { RIALS($amount) } was added to your wallet.
    Tracking code of the payment:
    { DIGITS($code) }
page-not-taken-title = The payment did not go through
page-not-taken-body =
    Nothing was added to your wallet. If your account was debited, the bank returns the money within 72 hours. Go back to the chat and try again.

    We took no money from you.
    Tracking code of the payment:
    { DIGITS($code) }
page-being-checked-title = Your payment is being checked
page-being-checked-body =
    The bank has not told us the result yet. Please don’t pay again; checking usually takes a few minutes, and we will tell you the result in the chat.

    The payment is being checked; we tell you the result by { DATETIME($until) } at the latest.
    Tracking code of the payment:
    { DIGITS($code) }
page-unresolved-title = The result of the payment is not clear
page-unresolved-body =
    Nothing was added to your wallet. If your account was debited and the money is not back by the time below, please take your bank statement and the tracking code to the nearest training centre.

    The payment is being checked by the bank; if your account was debited, the money is returned by { DATETIME($returned) } at the latest.
    Tracking code of the payment:
    { DIGITS($code) }
page-refund-due-title = Your money goes back
page-refund-due-body =
    This payment was not what we had asked for and was not added to the wallet. The money goes back to the card that you paid with. Go back to the chat.

    The return of the money is being checked; it is back in your account by { DATETIME($returned) } at the latest.
    Tracking code of the payment:
    { DIGITS($code) }
page-entrance-title = Payment of { RIALS($amount) }
page-entrance-body =
    The button below leads to the bank’s payment page. We tell you the result in the chat.

    We have taken no money from you yet.
    Tracking code of the payment:
    { DIGITS($code) }
page-entrance-go = Go on to the payment page
page-unknown-title = We don’t know this payment
page-unknown-body = The address of this page is not right. Please use the pay button in the chat. We took no money from you.
page-fault-title = Something went wrong on our side
page-fault-body = If you have paid, your money is safe and we will soon tell you the result in the chat. Please go back to the chat.

## The page of a receipt
page-receipt-title = { $state ->
        [active] This receipt is true
        [completed] This receipt is true
        [cancelled] This enrolment no longer holds
       *[other] This enrolment is not settled yet
    }
page-receipt-body =
    Course: { $title }
    Name: { $name }
    State: { $state ->
        [active] enrolled
        [completed] completed
        [cancelled] cancelled
        [frozen] being looked into
        [offered] a seat is held
       *[waitlisted] on the waiting list
    }
page-no-receipt-title = We don’t know this receipt
page-no-receipt-body = There is no receipt at this address. Read the square on it again with your phone’s camera; if this page comes again, the receipt is not true.
page-too-many-title = One moment, please
page-too-many-body = There were many visits from this network within a minute. Please try again in a minute.
page-receipt-fault-title = Something went wrong on our side
page-receipt-fault-body = We cannot show this receipt right now. Please read it again in a few minutes.

## Pages of the login at the national window
page-window-title = Log in at the national window
page-window-completing =
    This login completes the identity of the holder of national code { DIGITS($nationalCode) } in the chat on { $place ->
        [bale] Bale
       *[telegram] Telegram
    } “{ $name }”.
    Log in there with your own account.
page-window-joining =
    By this login the chat on { $place ->
        [bale] Bale
       *[telegram] Telegram
    } “{ $name }” becomes yours, and can reach your account in this enrolment service.
    Go on only if that chat is your own.
page-window-go = Go on to the national window
page-window-note = If somebody else sent you this link, close the page.
page-window-back = Back to { $place ->
        [bale] Bale
       *[telegram] Telegram
    }
page-window-completed-title = Your identity is complete
page-window-completed-body = The national window has told us your details. Go back to the chat; it waits for you there.
page-window-known-title = You are logged in
page-window-known-body = Your details were complete already, and nothing was changed. Go back to the chat; it waits for you there.
page-window-joined-title = You are logged in
page-window-joined-body = Now we know you. Go back to the chat; it waits for you there.
page-window-in-hand-title = Your login is being checked
page-window-in-hand-body = Wait a moment; we tell you the result in the chat. You need not log in again.
page-window-denied-title = You did not log in
page-window-denied-body = You said no at the national window, and nothing was changed. You can get a new link in the chat at any time.
page-window-another-person-title = This is somebody else’s account
page-window-another-person-body = You logged in with another national code, so nothing was changed. If the chat is yours, log out of that account at the national window and log in with your own by a new link.
page-window-refused-title = The login was not accepted
page-window-refused-body = What came back from the national window was not right, and nothing was changed. Get a new link in the chat and log in again.
page-window-other-browser-title = This login was begun in another browser
page-window-other-browser-body = Nothing was changed. Open the link of the chat in this browser, and stay in it to the end.
page-window-unknown-title = We do not know this login
page-window-unknown-body = The address of this page is not right, or its time is over; nothing was changed. Get a new link in the chat.
page-window-expired-title = The time for this login is over
page-window-expired-body = A link works for ten minutes. Nothing was changed; get a new link in the chat.
page-window-no-link-title = This link no longer works
page-window-no-link-body = A link is good for ten minutes and one login. Go back to the chat and get a new one.
page-window-no-cookie-title = Your browser does not keep the login
page-window-no-cookie-body = Open the link of the chat again. If this page comes back, allow cookies or use another browser.
page-window-unavailable-title = The national window is not answering
page-window-unavailable-body = Nothing was changed. Get a new link in the chat in a few minutes; your enrolment does not wait for it.
page-window-fault-title = Something went wrong on our side
page-window-fault-body = Go back to the chat: if your login was recorded we tell you there; otherwise get a new link.
