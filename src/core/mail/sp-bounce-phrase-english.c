/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce-phrase-private.h"

const SpBouncePhrase sp_bounce_phrases_exact[] = {
  { "dmarc-failed",
    "dmarc*fail+|fail+ dmarc|failed*dmarc check+|failed*dmarc verif+|fail+ the dmarc|"
    "dmarc policy|due to*dmarc|violat+*dmarc|rejected*dmarc|dmarc*reject+|dmarc*quarantine|"
    "dmarc unauthenticated mail|dmarc evaluation" },
  { "unauthenticated",
    "unauthenticated email|unauthenticated mail|at least one of spf or dkim|neither spf nor dkim|"
    "spf and dkim*fail+|both spf and dkim|pass*authentication checks|"
    "failed*authentication checks|authentication checks*failed|"
    "not meet the required authentication level|n't meet the required authentication level|"
    "sender*not authenticated by spf|sender is unauthenticated" },
  { "dkim-failed",
    "dkim*fail+|dkim*did not pass|fail+ dkim|fail+ the dkim|failed*dkim verif+|"
    "failed*dkim check+|invalid dkim|invalid*dkim signature|bad dkim|dkim*invalid|dkim*missing|"
    "missing*dkim|no passing dkim|no acceptable dkim|no valid*dkim|no dkim|dkim*not verif+|"
    "not dkim signed|dkim*required|dkim*could not be verified" },
  { "spf-error",
    "spf*permerror|permerror*spf|spf*permanent error|spf*syntax error|spf*too many*lookups|"
    "spf validation error|multiple spf records|invalid spf record|spf record*invalid|"
    "error in*spf record" },
  { "spf-failed",
    "spf*fail+|fail+ spf|fail+ the spf|failed*spf check+|failed*spf verif+|bad spf record+|"
    "spf*not allowed|spf*not authori+|not authori+*spf|spf*not permitted|spf*rejected|"
    "rejected*spf|spf*did not pass|spf*not pass|not allowed to send*spf record|spf*mismatch|"
    "violat+*spf|does not designate|not*designated*sender|openspf.net|openspf.org|open-spf.org|"
    "sender policy framework*fail+|blocked*spf|spf*blocked|spf*forbid+|spf*denied|"
    "spf: sender is not allowed|no spf record|spf record*missing|missing spf|spf*does not match" },
  { "sender-null-mx",
    "sender*null mx|sender*nullmx|sender address has null mx|return address*null mx|"
    "sender domain*does not accept mail" },
  { "null-mx",
    "null mx|nullmx|indicated no smtp service|domain*does not accept mail|"
    "domain*does not accept email|domain*does not receive mail|domain never accepts mail" },
  { "server-name", "reverse dns|reverse lookup|reverse hostname" },
  { "dns-trouble",
    "host not found, try again|name service error*try again|cname lookup failed temporarily|"
    "temporary failure in name resolution|temporary dns|temporary lookup failure|dns*temporary|"
    "dns timeout|dns*timed out|servfail|server failure*dns|dns server*failure|dns query failed|"
    "dns lookup*fail+|dns lookup timed out|transient name server error|"
    "host lookup did not complete|name server*try again|domain name lookup*fail+|"
    "host name lookup failure" },
  { "cname-loop",
    "cname loop|loop*cname|cname*loop|too many cname+|cname chain|cname lookup failed|"
    "mx*points to a cname|mx*is a cname|mx*is an alias|alias loop" },
  { "mail-loop",
    "loops back to myself|mail loop+|mail loops back|loops back to me|message*looping|"
    "routing loop|too many hops|hop count exceeded|too many received|maximum hop+|"
    "mail forwarding loop|loop detected|mx points back|best-preference mx|"
    "mx record points to local host|mx*points to local host|mail*is looping|loop*between" },
  { "mta-sts", "mta-sts|mta sts|sts policy|strict transport security" },
  { "dane",
    "dane*fail+|dane*required|dane*invalid|dane validation|dane security|tlsa record+|"
    "usable tlsa|tlsa*invalid|tlsa*match|tlsa-invalid|dnssec-invalid|dnssec*fail+|dnssec*invalid|"
    "no tlsa" },
  { "tls-required",
    "must issue a starttls|issue starttls|starttls*first|starttls command first|"
    "encryption needed|encryption required|encryption is required|requires encryption|"
    "requires*tls|tls*required for|only accepts*tls|must use tls|session encryption is required|"
    "starttls is required|starttls required" },
  { "tls-failed",
    "tls*not offered|tls is required, but|starttls*not supported|starttls-not-supported|"
    "starttls*not offered|does not support tls|doesn't support tls|does not support starttls|"
    "starttls*not available|tls not available|server certificate not verified|"
    "server certificate not trusted|certificate verif+*fail+|certificate*expired|"
    "certificate-expired|certificate*mismatch|certificate-host-mismatch|certificate*not valid|"
    "cannot start tls|tls handshake|ssl handshake|tls negotiation|tls*handshake failure|"
    "requiretls|could not establish*tls|secure connection*fail+" },
  { "relay-denied",
    "relay+*denied|denied*relay+|relaying*not permitted|relay+*not permitted|relay+*not allowed|"
    "unable to relay|not permitted to relay|relay+*prohibited|do not relay|does not relay|"
    "relaying*not allowed|no relaying|not authori+ to relay|not configured to relay|"
    "relay+*not authori+|rcpthosts|not a local domain|not hosted here|not one of our domains|"
    "domain*not*hosted|not responsible for*domain|relaying to|relayed to non-local|open relay|"
    "invalid relay|we don't handle mail for|does not handle mail for|domain*isn't in my list|"
    "relaying mail*not|mail relay*refused" },
  { "greylisted", "greylist+|graylist+|grey-list+|gray-list+|grey listed|gray listed" },
  { "block-list",
    "spamhaus|spamcop|barracudacentral|sorbs|uceprotect|spamrats|mailspike|surbl|uribl|"
    "blocked using|rbl|dnsbl|dnsrbl|blacklist+|blocklist+|block list|block-list|black list|"
    "denylist+|banned sending ip|ip address*blocked|ip*is blocked|ip*has been blocked|"
    "client host*blocked|your ip*listed|ip*is listed|ip*listed in|poor reputation|low reputation|"
    "bad reputation|ip reputation|reputation*low|reputation*poor|blocked*reputation|"
    "part of their network is on our block|bad_reputation|blocked for abuse|"
    "messages from*weren't sent|a problem occurred. (ask your postmaster|"
    "bad reputation. ask your postmaster" },
  { "server-name",
    "reverse dns|ptr record+|rdns|reverse lookup|reverse hostname|cannot find your hostname|"
    "no ptr|fcrdns|helo command rejected|ehlo command rejected|invalid helo|helo*invalid|"
    "bad helo|need fully-qualified hostname|ip name lookup failed|ip*lacks*ptr" },
  { "sender-unknown",
    "sender address rejected: domain not found|sender*domain*not exist|"
    "domain of sender address*not|sender*domain*not resolve|sender domain*not found|"
    "mail from domain*not|unable to verify sender domain|sender verify fail+|"
    "sender verification fail+|sender address rejected: unverified|bad sender domain|"
    "invalid sender domain|invalid dns mx|bad sender's|sender*callout|sender's mailbox*not|"
    "sender domain must exist|unroutable sender|unrouteable sender|sender*does not exist|"
    "sender*doesn't exist|invalid sender|unresolvable*from domain|from: domain is invalid|"
    "bad sender's system address|bad sender's mailbox" },
  { "rate-limit",
    "sending*quota|daily*quota|hourly*quota|relay quota|frequency limited|"
    "many recipients this hour|many recipients per hour|many recipients today|unusual rate|"
    "volume or user complaints|sending limit+|daily*limit+|rate limit+|rate-limit+|ratelimit+|"
    "throttl+|too many messages|too many connections|too many emails|mail too quickly|"
    "mail at a rate|exceeded*sending|mail flood|too many concurrent|exceeded the rate|"
    "exceeded*messages per|hourly*limit|sending rate" },
  { "mailbox-full",
    "mailbox*full|inbox*full|over quota|overquota|over-quota|over the quota|quota exceed+|"
    "exceed+*quota|quotaexceeded|out of storage|over*storage limit|mailbox*over*limit|"
    "mailbox size limit|mailbox*exceed+|storage*exceed+|mailbox is over|"
    "insufficient disk space for user|disk quota|diskspace quota|storage quota|mail quota|"
    "enough storage space in*mailbox|not have enough space|folder is full|full mailbox|"
    "not enough space*mailbox|user*quota*reached|mailbox quota" },
  { "mailbox-disabled",
    "mailbox*disabled|account*disabled|user*disabled|disabled*account|account*inactive|"
    "mailbox*inactive|inactive*account|user*inactive|account*suspended|mailbox*suspended|"
    "user*suspended|account*closed|mailbox*locked|account*locked|user*temporary locked|"
    "mailbox*frozen|account*frozen|account*expired|mailbox*expired|account*deactivated|"
    "user*deactivated|disabled mailbox|inactive mailbox|address*deactivated|account*blocked" },
  { "not-allowed",
    "not allowed to send to|restricted to|senders*restrict+|delivery*restrict+|"
    "restricted recipient|permission to send|permission to post|sendernotauthenticatedforgroup|"
    "only*members*post|only accepts*from*organization|only accepts messages from|"
    "isn't accepting messages from|not accepting mail from|sender is not allowed to" },
  { "no-such-domain",
    "domain*couldn't be found|domain*wasn't found|domain name not found|nxdomain|no such domain" },
  { "mailbox-unknown",
    "user unknown|unknown user|user not exist|user not known|not listed in*directory|"
    "not listed in public name|invalid final delivery userid|unknown user account|"
    "recipient addresses rejected : access denied|recipient addresses rejected: access denied|"
    "dosn't exist|not configured to receive email+|no such user|no such mailbox|"
    "no such recipient|no such person|no such address|no such account|no such local|"
    "user*not found|user*does not exist|user*doesn't exist|mailbox*not found|"
    "mailbox*does not exist|mailbox*doesn't exist|address*does not exist|address*doesn't exist|"
    "account*does not exist|account*doesn't exist|recipient*not found|recipient*does not exist|"
    "recipient unknown|unknown recipient|recipnotfound|invalid recipient|recipient*invalid|"
    "invalid mailbox|unknown mailbox|mailbox unknown|address*couldn't be found|"
    "address*could not be found|address*wasn't found|wasn't found at|recipientnotfound|"
    "recipient address rejected: access denied|recipient address rejected: undeliverable|"
    "recipient address rejected: unverified|does not have an account|doesn't have a*account|"
    "doesn't have*account|no mailbox here|unknown local part|unknown local-part|"
    "unknown or illegal alias|address unknown|unknown address|addressee unknown|"
    "not a valid mailbox|not a valid user|not a known user|bad destination mailbox address|"
    "non-existent mailbox|nonexistent mailbox|non-existent user|nonexistent user|"
    "recipient is not exist|not our customer|address not found|address is unknown|unknown email|"
    "invalid user|user invalid|there is no such|no account by that name|mailbox name not allowed" },
  { "no-such-domain",
    "host not found|host or domain name not found|domain not found|domain*does not exist|"
    "domain*doesn't exist|no such domain|no such host|unknown host|host unknown|nxdomain|"
    "name or service not known|domain*couldn't be found|domain*could not be found|"
    "domain*wasn't found|no mx record+|no mx or a record+|has no mx|no mail exchanger+|"
    "find a mail exchanger|unrouteable mail domain|no mx found|domain*had no relevant answers|"
    "mx*non-existent host+|couldn't find any host|non-existent domain|nonexistent domain|"
    "nonexistent host|malformed or unexpected name server reply|bad destination system|"
    "invalid domain|unknown domain|domain is invalid|domain unknown|mx lookup fail+|no valid mx|"
    "unable to find*domain|lookup of*domain*fail+|no host found|unresolvable domain" },
  { "connection-lost",
    "lost connection|connection reset|connection*dropped|closed connection|"
    "conversation with*timed out|connection died|connection was closed|connection closed|"
    "premature end of connection" },
  { "no-answer",
    "could not initiate smtp conversation*timed out|host not reachable|connection timed out|"
    "connection timeout|smtp timeout|accept our requests to connect|connect*timed out|"
    "operation timed out|connection refused|no route to host|network is unreachable|"
    "host is unreachable|host unreachable|network unreachable|could not connect|couldn't connect|"
    "unable to connect|failed to connect|unable to establish|able to establish|not responding|"
    "did not respond|isn't responding|no answer from host|connect to*25|"
    "wasn't able to establish an smtp connection|server*unreachable|did not respond to|"
    "remote server*not answer+" },
  { "attachment",
    "a virus|virus found|virus detected|virus check*fail+|malware|illegal attachment|infected|"
    "attachment*not allowed|attachment*blocked|blocked*attachment|attachment*not permitted|"
    "attachment*rejected|attachment type|file type*not|banned file|forbidden attachment|"
    "security risk*attachment|message was blocked because its content" },
  { "too-large",
    "message*too large|message*too big|message size exceed+|message size*limit|"
    "exceed+*size limit|size limit exceed+|maximum message size|maximum*message*size|"
    "exceed+*maximum*size|message*larger than|message length exceed+|message file too big|"
    "message is too long|message too long|exceeded*incoming message size|size of the message" },
  { "server-full", "insufficient system storage|insufficient storage|disk full|no space left|"
                   "insufficient system resources|insufficient disk space|out of disk space" },
  { "spam",
    "scored as spam|reject, id=*spam|spam classification|probability of spam|detected*as spam|"
    "spam message rejected|rejected*spam message|considered spam|classified as spam|"
    "looks like spam|detected as spam|likely spam|identified as spam|spam content|spam score|"
    "spam detected|spam message|message*is spam|likely unsolicited|unsolicited mail|"
    "unsolicited email|unsolicited bulk|junk mail|message*suspicious|suspicious*content|"
    "rejected*as spam|appears to be spam|spam filter|marked as spam|flagged as spam|"
    "suspected spam|seems to be spam|content*spam|rejected due to content|content rejected|"
    "content*not acceptable|unacceptable content" },
  { "sign-in",
    "authentication required|authentication is required|must authenticate|"
    "client was not authenticated|client not authenticated|smtp auth*required|"
    "need to authenticate|sender*not logged in|not owned by user|authentication failed|"
    "authentication unsuccessful|bad credentials|password not accepted|invalid credentials|"
    "authentication credentials invalid|you must log in|log in first|please log in|"
    "authentication failure|smtp authentication|application-specific password|password required|"
    "username and password|sendasdenied|not allowed to send as|send as denied" },
  { "too-many-recipients", "too many recipients|recipient limit|too many rcpt+" },
  { "bad-address",
    "malformed address|syntax error*address|address*syntax|bad address|invalid address|"
    "illegal address|missing or malformed|not a valid rfc+|not rfc*compliant|"
    "invalid characters*address|bad recipient address" },
  { NULL, NULL },
};

const SpBouncePhrase sp_bounce_phrases_loose[] = {
  { "no-such-domain", "unrouteable address|unable to route|dns error" },
  { "spf-failed", "spf check|sender policy framework" },
  { "server-refuses-mail",
    "does not accept mail|not accepting mail|no smtp service here|host does not accept" },
  { "server-busy",
    "try again later|service not available|service unavailable|temporarily unavailable|"
    "server busy|too busy|system not available|temporary server error|temporary system problem|"
    "temporarily deferred|local problem" },
  { "expired",
    "retry timeout exceeded|message expired|queue*expired|in the queue too long|"
    "in queue too long|delivery time expired|envelope expired|have been failing for a long time|"
    "multiple retries|could not deliver for|delivery timed out|could not be delivered for|"
    "retry time not reached|will be retried|not be delivered*within|delivery*delayed|"
    "has been delayed|still being retried|not yet been delivered|delivery attempts will continue" },
  { "mailbox-unknown", "mailbox unavailable" },
  { "policy",
    "policy|policies|access denied|administrative prohibition|not allowed|service refused|"
    "refused by|prohibited|security reasons|forbidden" },
  { NULL, NULL },
};
