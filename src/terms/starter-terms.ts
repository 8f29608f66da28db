import type { TermsParameters } from './rules/facts.ts';

export const starterParameters: TermsParameters = {
  proofDays: 14,
  correctionHours: 48,
  killHours: 24,
  cureDays: 10,
  cancelDays: 14,
  removalDays: 14,
  law: '',
  courts: '',
};

/** The terms that a fresh install begins with, in plain English; a newsroom's lawyers may write their own. */
export const starterTemplate = `
## The licence

{newsroom} (“we”) allows {licensee} (“you”) to use the following, in the way, for the time and in the places named with each work:

{works}

{if client} You act for {client}, and the use is for {client} alone.

{if term} The time begins on the day the licence is issued and its last day is written in the licence.

{if single_issue} “A single issue” means one edition and its reprint in the same run, and the archive copy of that edition.

{if exclusive} For that time we do not license the same works to others {exclusivity}. We may go on using them ourselves.

{unless exclusive} The licence is not exclusive: we use the works ourselves and may license them to others.

The licence is yours alone. You may not pass it on or split it. It appears in {publication} and nowhere else. Everything that is not allowed here stays with us and with the authors.

## 1. Credit

Show the credit exactly as the licence gives it, directly below the headline or at the end of the text, in type that is read as easily as the text itself.

{if online} Where there can be links, keep the links of the credit as they are, without marks that tell search engines or browsers to ignore them.

{if broadcast} Name the author and {newsroomName} before or after the text is read.

## 2. Search engines

{if noindex} Put the tag of the licence into the head of each page with the copy, so that search engines leave the page out.

{if canonical} Put the tag of the licence into the head of each page with the copy, so that search engines know the original.

{unless online} This clause does not apply: nothing is published on pages that search engines read.

{if online} You may not describe the work to search engines or news services as your own.

## 3. Changes

You may fit spelling, dates and type to your house style, and write a headline of your own that says what the text says.

Anything else (cutting, adding, merging with other texts) needs our consent in writing before you publish. You may never change the sense, or words that somebody is quoted with.

## 4. Pictures

{if pictures} You may use the pictures that the licence lists as included, only together with the text and each with its credit as it stands there. No other picture is included, whatever stands with the article.

{unless pictures} Pictures, graphics and videos are not included.

## 5. Advertising and resale

Advertising may stand on the same page, but not so that anybody could think {newsroomName}, the author or a person in the text recommends something. You may not sell the text by itself, pass it to databases or news services, or put it behind a payment made for it alone.

## 6. Volume

{if reach} The fee rests on the reach named with each work. If it becomes clearly greater, tell us; we then agree the difference by the tariff of the day of the licence.

{unless reach} If the reach becomes much greater than is usual for a publication like yours, tell us.

## 7. Counter

{if counter} If the licence comes with a counter, you may, but need not, include it. It counts how often a copy is shown and on which page; it sets no cookie and keeps no address of a reader.

{unless counter} This clause does not apply: copies of this kind are not counted.

## 8. Where it appeared

{if online} Send us the address within {proofDays} days after publication, on the page of the licence.

{unless online} Send us a copy, or the page and issue, within {proofDays} days after publication.

## 9. Corrections and withdrawal

If we correct a work, we tell you what changed and why. Take the correction over within {correctionHours} hours, and show it as your own corrections are shown.

If we withdraw a work for legal or ethical reasons, take it down within {killHours} hours and do not use it again. We then give back the part of the fee that belongs to the time left, unless the reason lies with you.

{if print} What is already printed need not be recalled; a correction in the next issue is enough.

## 10. After the end

{if term} Within {removalDays} days after the last day, remove the copies or shorten each to its first paragraph with a link to the original. A page may stay in an archive where removing it would falsify the record of an issue, but it may not be promoted.

{unless term} The licence has no last day. It ends only by clause 16 or by agreement.

## 11. Translation

{if translated} Show us each translation before you publish it. If we have said nothing after five working days, you may publish. Add to the credit who translated, and that the original is in another language. The rights in the translation are yours, the rights in the work stay ours.

{unless translated} Translations are not included.

## 12. Artificial intelligence

You may not use the work, or let others use it, to train, test or feed AI systems, and where you can say so to machines, you say so. Tools that help to lay out, read aloud or make accessible what is licensed here are allowed.

## 13. Social media

You may announce the publication with headline, up to 50 words and a link, on your own accounts. The whole text there needs a licence of its own.

## 14. Fee

{if priced} The fee is {fee}, tax included where it is due; the offer shows how it comes about. The licence begins when the fee has been received.

{if priced} {cancellation}

{unless priced} We ask no fee. The licence begins when it is issued.

## 15. Rights and liability

We have the right to grant this licence, and as far as we know the use allowed here hurts nobody's rights. If somebody claims otherwise, tell us at once; we defend or settle the claim at our cost, as long as you kept to these terms.

Each of us is liable for damage done by intent or gross negligence, and where the law does not let liability be limited. Otherwise the liability of each is limited to the fee, and where there is none, to direct damage that could be foreseen.

If your changes, your translation or the way you present the work cause a claim against us, you bear it.

## 16. Breach

If you break these terms, we tell you what is wrong. Put it right within {cureDays} days. If you do not, or if it happens again, we may suspend or revoke the licence; copies are then to be removed at once.

We never revoke a licence because you criticise us, the author or somebody in the work.

## 17. Law and messages

The law of {law} applies and the courts of {courts} decide; what the law of their own country gives consumers stays theirs. Messages are good by e-mail: to us at {newsroomEmail}, to you at the address in your request.

If a clause does not hold, the others stay. These are terms version {version} (SHA-256 {templateHash}); the SHA-256 of this very text stands in the licence.

## 18. Creative Commons

Works that are under a Creative Commons licence are not covered by these terms but by that licence alone.

=== Creative Commons ===

## The licence

{newsroom} has published the following under {licence}:

{works}

You may use it under {licence} without asking us. The text of that licence at creativecommons.org is the only one that counts; nothing here adds to it or takes from it.

## What {licence} asks

Name the author and {newsroomName}, link to the original and to the licence, and say if you changed something. If the name of the licence holds NC, NoDerivatives (ND) or ShareAlike (SA), keep to what it says about business use, changes and sharing.

Pictures, graphics and quotations of others may be under other terms; use only those that are named as part of the licence.

## Our wishes

These are wishes, not conditions. We would be glad if you used the credit as the licence page gives it; if you let us know where the work appeared; and if you took over corrections when we tell you of them.

## Version

These are terms version {version} (SHA-256 {templateHash}).
`.trim();
