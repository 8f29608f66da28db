/**
 * Domains under which anybody can have a mailbox, so that none of them tells who somebody works for. Put together by
 * hand in `since` from the services with the most mailboxes; it can never be whole.
 */
export const publicMail = {
  since: '2026-11-25',
  domains: new Set(
    (
      'gmail.com googlemail.com icloud.com me.com mac.com msn.com windowslive.com rocketmail.com aim.com ' +
      'protonmail.com protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.com tuta.io tutamail.com ' +
      'mail.com email.com usa.com fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com zohomail.eu ' +
      'duck.com simplelogin.com mozmail.com posteo.de posteo.net mailbox.org web.de t-online.de freenet.de arcor.de ' +
      'online.de email.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it ' +
      'tiscali.it alice.it tin.it btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk ' +
      'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net ' +
      'shaw.ca rogers.com sympatico.ca bigpond.com optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br ' +
      'seznam.cz centrum.cz email.cz wp.pl o2.pl onet.pl interia.pl abv.bg ukr.net i.ua mail.ru bk.ru list.ru ' +
      'inbox.ru internet.ru rambler.ru ya.ru bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl home.nl ' +
      'planet.nl telia.com online.no sapo.pt iol.pt inbox.lv freemail.hu citromail.hu qq.com foxmail.com 163.com ' +
      '126.com yeah.net sina.com sohu.com aliyun.com 139.com naver.com daum.net hanmail.net nate.com docomo.ne.jp ' +
      'ezweb.ne.jp softbank.ne.jp rediffmail.com maktoob.com walla.co.il walla.com'
    ).split(' '),
  ),
};

/** Services that have a mailbox domain in nearly every country: yahoo.co.uk, hotmail.fr. */
const everywhere =
  /^(?:yahoo|ymail|hotmail|outlook|live|gmx|aol|yandex)\.[a-z]{2,3}(?:\.[a-z]{2})?$/;

/** True where anybody can have an address under this domain. */
export function isPublicMail(domain: string): boolean {
  return publicMail.domains.has(domain) || everywhere.test(domain);
}
