/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/* Translators: the steps of moving a domain’s mail to another provider, in order. */

const SpCodeWords sp_words_steps[] = {
  {
    .code = "take-stock",
    .title = { { NULL, N_ ("Take stock") } },
    .text = { { NULL, N_ ("Everything that is published now has been written down, so that it can "
                          "be put back. Make a list of all addresses, forwardings and devices that "
                          "use the domain.") } },
  },
  {
    .code = "prepare-new",
    .title = { { "provider-name", N_ ("Get {provider-name} ready") },
               { NULL, N_ ("Get the new provider ready") } },
    .text = { { "provider-name",
                N_ ("Make the mailboxes at {provider-name}, publish its mail seal (DKIM), "
                    "and let it send beside the present provider (SPF). Incoming mail is "
                    "not touched yet.") },
              { NULL,
                N_ ("Make the mailboxes at the new provider, publish its mail seal (DKIM), and let "
                    "it send beside the present provider (SPF). Incoming mail is not touched "
                    "yet.") } },
  },
  {
    .code = "lower-ttl",
    .title = { { NULL, N_ ("Shorten the memory of others") } },
    .text = { { NULL, N_ ("Other servers may remember where mail is delivered for as long as the "
                          "present setting says (TTL). Once it is short and the old value has run "
                          "out, the switch and a way back take minutes.") } },
  },
  {
    .code = "add-new",
    .title = { { "provider-name", N_ ("Add {provider-name} behind the present provider") },
               { NULL, N_ ("Add the new provider behind the present one") } },
    .text = { { NULL, N_ ("The new servers are listed with higher numbers, so senders try them "
                          "last. That is why they have to accept mail already.") } },
  },
  {
    .code = "copy-mail",
    .title = { { NULL, N_ ("Copy the old mail") } },
    .text = { { "provider-name",
                N_ ("Changing the delivery does not move old mail. Start the import "
                    "at {provider-name}; it can run while other steps wait.") },
              { NULL,
                N_ ("Changing the delivery does not move old mail. Start the import at the new "
                    "provider; it can run while other steps wait.") } },
  },
  {
    .code = "flip",
    .title = { { "provider-name", N_ ("Put {provider-name} in front") },
               { NULL, N_ ("Put the new provider in front") } },
    .text = { { NULL,
                N_ ("The numbers are exchanged: new mail arrives at the new provider, and the "
                    "old one catches what cannot be delivered. Choose a quiet hour in which "
                    "somebody can look.") } },
  },
  {
    .code = "switch",
    .title = { { "provider-name", N_ ("Switch to {provider-name}") },
               { NULL, N_ ("Switch to the new provider") } },
    .text = { { NULL,
                N_ ("The new servers take the place of the old ones in one go. Choose a quiet "
                    "hour. If test messages come back and the cause is not found within half "
                    "an hour, put the old records back.") } },
  },
  {
    .code = "keep-old",
    .title = { { NULL, N_ ("Keep the old mailboxes in view") } },
    .text = { { NULL, N_ ("Some senders still use the old way for a while. Look into the old "
                          "mailboxes, or have them forward everything.") } },
  },
  {
    .code = "drain",
    .title = { { NULL, N_ ("Wait until everybody has noticed") } },
    .text = { { NULL, N_ ("Until the old setting has run out everywhere, mail may still arrive at "
                          "the old provider. Look into both mailboxes, then copy once more.") } },
  },
  {
    .code = "remove-old",
    .title = { { NULL, N_ ("Take the old provider out of mail delivery") } },
    .text = { { NULL, N_ ("Once the old mailboxes stay quiet, the old servers are removed and the "
                          "new ones may be remembered for longer again.") } },
  },
  {
    .code = "side-doors",
    .title = { { NULL, N_ ("Close the side doors") } },
    .text = { { NULL,
                N_ ("Some mail never asks where to go: that of the old provider’s other "
                    "customers, and that of the website’s own server. Both have to be told by "
                    "hand.") } },
  },
  {
    .code = "settle",
    .title = { { NULL, N_ ("Let it settle") } },
    .text = { { NULL, N_ ("After two quiet weeks the old provider goes from the allowed senders "
                          "(SPF) and its seal (DKIM) is removed.") } },
  },
  {
    .code = "cancel-old",
    .title = { { NULL, N_ ("Cancel the old service") } },
    .text = { { NULL,
                N_ ("This is the only step without a way back: most providers delete the mail "
                    "with the account. Keep a copy, and wait for the date.") } },
  },
  { .code = NULL },
};

/* Translators: check boxes for what only a person can confirm, and why they are asked. */

const SpCodeWords sp_words_ticks[] = {
  {
    .code = "can-sign-in-dns",
    .title = { { NULL, N_ ("Signing in where the records are kept works") } },
    .text = { { NULL, N_ ("All changes are made there. Better to look for the password today than "
                          "on the evening of the switch.") } },
  },
  {
    .code = "addresses-listed",
    .title = { { NULL, N_ ("All addresses are on a list") } },
    .text = { { NULL,
                N_ ("Look at the website, invoices and the old admin page: info, sales, former "
                    "staff, groups, forwardings. What is not made at the new provider comes "
                    "back to its senders.") } },
  },
  {
    .code = "website-sends-mail",
    .title = { { NULL, N_ ("The website sends mail (forms, orders)") } },
    .text = { { NULL, N_ ("Then it needs a permission of its own after the move, or has to send "
                          "through the new provider.") } },
  },
  {
    .code = "mailboxes-exist",
    .title = { { NULL, N_ ("All mailboxes exist at the new provider") } },
    .text = { { NULL, N_ ("Mail to an address that does not exist there comes back at once.") } },
  },
  {
    .code = "dkim-started",
    .title = { { NULL, N_ ("The mail seal is switched on at the new provider") } },
    .text = { { NULL, N_ ("Publishing the key is not enough with some providers; there is one more "
                          "click in their admin page (DKIM).") } },
  },
  {
    .code = "new-accepts",
    .title = { { NULL, N_ ("The new provider accepts mail for the domain") } },
    .text = { { NULL, N_ ("Its admin page shows the domain as verified. Listed before that, its "
                          "servers would refuse mail.") } },
  },
  {
    .code = "first-copy-done",
    .title = { { NULL, N_ ("The old mail has been copied once") } },
    .text = { { NULL, N_ ("Compare the number of messages in a few folders.") } },
  },
  {
    .code = "last-copy-done",
    .title = { { NULL, N_ ("The rest has been copied after the switch") } },
    .text = { { NULL,
                N_ ("Messages that arrived at the old provider since the first copy would else "
                    "stay behind.") } },
  },
  {
    .code = "test-passed",
    .title = { { NULL, N_ ("A test message arrived, and the reply did too") } },
    .text = { { NULL, N_ ("Send it from a private mailbox elsewhere. It is the only proof that a "
                          "person sees too.") } },
  },
  {
    .code = "old-forwards-or-is-read",
    .title = { { NULL, N_ ("The old mailboxes are read or forward everything") } },
    .text = { { NULL,
                N_ ("Late messages and those of the old provider’s own customers still arrive "
                    "there.") } },
  },
  {
    .code = "local-routing",
    .title = { { NULL, N_ ("The web host no longer keeps mail to itself") } },
    .text = { { NULL, N_ ("Many web hosts deliver mail from the website to their own mailboxes, "
                          "whatever the records say. In cPanel the setting is Email Routing: "
                          "Remote.") } },
  },
  {
    .code = "still-claimed",
    .title = { { NULL, N_ ("The domain is removed from the old provider’s account") } },
    .text = { { NULL, N_ ("As long as it is listed there, mail of that provider’s other customers "
                          "stays inside.") } },
  },
  {
    .code = "old-is-quiet",
    .title = { { NULL, N_ ("Nothing new arrives in the old mailboxes") } },
    .text = { { NULL, N_ ("Only a person can see this. If something still comes, look who sends "
                          "it.") } },
  },
  {
    .code = "newsletter-test",
    .title = { { NULL, N_ ("A newsletter or invoice arrived as it should") } },
    .text = { { NULL, N_ ("Services that send in the name of the domain have records of their own, "
                          "which are easily forgotten.") } },
  },
  {
    .code = "backup-taken",
    .title = { { NULL, N_ ("There is a copy of the old mail") } },
    .text = { { NULL, N_ ("With the account the provider deletes the mail.") } },
  },
  { .code = NULL },
};
