/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce-phrase-private.h"

/* Each list: German, French, Spanish, Italian, Dutch, Portuguese, Polish. Umlauts are written in
 * both ways that servers write them. */
const SpBouncePhrase sp_bounce_phrases_exact_abroad[] = {
  { "refused", "desconocido o mailbox|"
               "desconhecido ou caixa|"
               "inconnu ou boite" },
  { "mail-loop", "schleife erkannt|mailschleife|mail-schleife|e-mail-schleife|"
                 "boucle de messagerie|boucle de courrier|boucle detectee|"
                 "bucle de correo|bucle detectado|"
                 "ciclo di posta|loop di posta|"
                 "loop de e-mail|loop de correio|"
                 "petla pocztowa" },
  { "relay-denied",
    "relay*nicht erlaubt|relaying*nicht erlaubt|relay*verweigert|relaying*verweigert|"
    "relais refuse|relais*interdit|relais non autorise|relayage*interdit|relayage refuse|"
    "relay*denegado|relay no permitido|retransmision*denegada|"
    "relay*negato|relay*non consentito|relay non permesso|"
    "relay*geweigerd|relay*niet toegestaan|relaying*niet toegestaan|"
    "relay*negado|relay nao permitido|relay*nao autorizado|retransmissao*negada|"
    "relay*zabroniony|relaying zabroniony" },
  { "block-list", "auf einer blacklist|auf der blacklist|auf einer sperrliste|auf der sperrliste|"
                  "schwarzen liste|"
                  "liste noire|listes noires|"
                  "lista negra|listas negras|"
                  "lista nera|liste nere|"
                  "zwarte lijst|op een blacklist|"
                  "lista de bloqueio|"
                  "czarnej liscie|czarna lista" },
  { "sender-unknown", "absender*existiert nicht|absender*unbekannt|absender*nicht gefunden|"
                      "expediteur inconnu|expediteur*n'existe pas|expediteur*introuvable|"
                      "remitente desconocido|remitente*no existe|"
                      "mittente sconosciuto|mittente*non esiste|mittente inesistente|"
                      "afzender onbekend|onbekende afzender|afzender*bestaat niet|"
                      "remetente desconhecido|remetente*nao existe|remetente inexistente|"
                      "nieznany nadawca|nadawca*nie istnieje" },
  { "too-many-recipients", "zu viele empfanger|zu viele empfaenger|"
                           "trop de destinataires|"
                           "demasiados destinatarios|"
                           "troppi destinatari|"
                           "te veel ontvangers|te veel geadresseerden|"
                           "muitos destinatarios|excesso de destinatarios|"
                           "zbyt wielu odbiorcow|zbyt wielu adresatow" },
  { "rate-limit", "zu viele verbindungen|zu viele nachrichten|zu viele e-mails|"
                  "trop de connexions|trop de messages|"
                  "demasiadas conexiones|demasiados mensajes|demasiados correos|"
                  "troppe connessioni|troppi messaggi|"
                  "te veel verbindingen|te veel berichten|"
                  "muitas conexoes|muitas mensagens|"
                  "zbyt wiele polaczen|zbyt duzo polaczen|zbyt wiele wiadomosci" },
  { "mailbox-full",
    "postfach*voll|postfach*uberfullt|postfach*ueberfuellt|mailbox voll|mailbox ist voll|"
    "speicherplatz*uberschritten|speicherplatz*ueberschritten|speichervolumen*uberschritten|"
    "speichervolumen*ueberschritten|kontingent*uberschritten|kontingent*ueberschritten|"
    "quota*uberschritten|quota*ueberschritten|"
    "boite*pleine|boite*saturee|messagerie pleine|quota depasse|quota*depasse|"
    "buzon*lleno|casilla*llena|bandeja de entrada*llena|mailbox lleno|cuota*excedida|"
    "cuota*superada|espacio en casilla*agotado|"
    "casella*piena|mailbox piena|quota*superata|spazio*casella*esaurito|"
    "mailbox vol|mailbox is vol|postvak*vol|quota*overschreden|quotum*overschreden|"
    "caixa*cheia|cota*excedida|quota*excedida|"
    "skrzynka*pelna|skrzynka*przepelniona|brak miejsca*skrzyn+" },
  { "mailbox-disabled",
    "postfach*deaktiviert|postfach*gesperrt|postfach*inaktiv|konto*deaktiviert|konto*gesperrt|"
    "benutzer*deaktiviert|benutzer*gesperrt|"
    "boite*desactivee|boite*inactive|compte*desactive|compte*suspendu|compte*bloque|"
    "compte*inactif|"
    "cuenta*deshabilitada|cuenta*desactivada|cuenta*suspendida|cuenta*bloqueada|cuenta*inactiva|"
    "buzon*deshabilitado|buzon*desactivado|expirado por falta de uso|"
    "casella*disabilitata|casella*disattivata|casella*sospesa|casella*bloccata|"
    "account*disabilitato|account*disattivato|account*sospeso|utente*disabilitato|"
    "account*uitgeschakeld|account*geblokkeerd|account*opgeheven|mailbox*uitgeschakeld|"
    "postvak*uitgeschakeld|"
    "conta*desativada|conta*suspensa|conta*bloqueada|conta*inativa|caixa*desativada|"
    "usuario*desativado|usuario*bloqueado|"
    "konto*zablokowane|konto*nieaktywne|konto*wylaczone|konto*zawieszone|skrzynka*zablokowana|"
    "skrzynka*nieaktywna" },
  { "no-such-domain",
    "domain*nicht gefunden|domane*nicht gefunden|domaene*nicht gefunden|domain*existiert nicht|"
    "domane*existiert nicht|domane*nicht vorhanden|domaene*nicht vorhanden|"
    "domain*nicht vorhanden|domain unbekannt|unbekannte domain|host nicht gefunden|"
    "domaine*introuvable|domaine inconnu|domaine inexistant|domaine*n'existe pas|"
    "hote introuvable|hote inconnu|"
    "dominio no encontrado|dominio*no existe|dominio desconocido|dominio inexistente|"
    "no se ha encontrado el dominio|no se encontro el dominio|dominio*no se ha encontrado|"
    "dominio non trovato|dominio*non esiste|dominio sconosciuto|dominio*non e stato trovato|"
    "host sconosciuto|host non trovato|"
    "domein*niet gevonden|domein*bestaat niet|domein*niet is gevonden|onbekend domein|"
    "domein onbekend|host niet gevonden|onbekende host|"
    "dominio nao encontrado|dominio*nao existe|dominio desconhecido|dominio*nao foi encontrado|"
    "host nao encontrado|"
    "nie znaleziono domeny|domena*nie istnieje|nieznana domena|domeny*nie znaleziono|"
    "nieznany host|nie znaleziono hosta" },
  { "mailbox-unknown",
    "empfanger unbekannt|empfaenger unbekannt|benutzer unbekannt|benutzer nicht bekannt|"
    "unbekannter benutzer|unbekannter empfanger|unbekannter empfaenger|empfanger*existiert nicht|"
    "empfaenger*existiert nicht|postfach*existiert nicht|mailbox*existiert nicht|"
    "konto*existiert nicht|adresse*existiert nicht|adresse*nicht gefunden|"
    "wurde unter*nicht gefunden|wurde bei*nicht gefunden|"
    "utilisateur inconnu|destinataire inconnu|destinataire*invalide|adresse inconnue|"
    "adresse*introuvable|adresse inexistante|boite inexistante|compte inexistant|"
    "adresse*n'existe pas|boite*n'existe pas|compte*n'existe pas|utilisateur*n'existe pas|"
    "destinataire*n'existe pas|est introuvable sur|"
    "usuario desconocido|usuario inexistente|usuario*no existe|destinatario desconocido|"
    "destinatario*no existe|buzon inexistente|buzon*no existe|cuenta inexistente|"
    "cuenta*no existe|direccion no encontrada|direccion*no existe|"
    "no se ha encontrado la direccion|no se encontro la direccion|no se encontro a|"
    "utente sconosciuto|utente inesistente|utente*non esiste|destinatario sconosciuto|"
    "destinatario inesistente|destinatario*non esiste|casella inesistente|casella*non esiste|"
    "account inesistente|account*non esiste|indirizzo non trovato|indirizzo inesistente|"
    "indirizzo*non esiste|indirizzo*non e stato trovato|non e stato trovato in|"
    "gebruiker onbekend|onbekende gebruiker|gebruiker*bestaat niet|ontvanger onbekend|"
    "onbekende ontvanger|adres niet gevonden|adres onbekend|adres*bestaat niet|"
    "adres*niet is gevonden|mailbox*bestaat niet|postvak*bestaat niet|account*bestaat niet|"
    "niet gevonden bij|"
    "usuario desconhecido|usuario invalido|usuario*nao existe|utilizador desconhecido|"
    "utilizador inexistente|destinatario desconhecido|destinatario inexistente|conta inexistente|"
    "conta*nao existe|caixa postal inexistente|endereco nao encontrado|endereco*nao existe|"
    "endereco*nao foi encontrado|"
    "nieznany uzytkownik|uzytkownik nieznany|uzytkownik*nie istnieje|nie ma takiego uzytkownika|"
    "brak takiego uzytkownika|nieznany odbiorca|konto*nie istnieje|nie ma takiego konta|"
    "adres*nie istnieje|nie znaleziono adresu|skrzynka*nie istnieje|nie ma takiej skrzynki" },
  { "no-answer", "server*nicht erreichbar|server*antwortet nicht|"
                 "serveur*ne repond pas|serveur*injoignable|"
                 "servidor*no responde|"
                 "server*non risponde|server*non raggiungibile|"
                 "server*niet bereikbaar|server*reageert niet|"
                 "servidor*nao responde|"
                 "serwer*nie odpowiada" },
  { "attachment",
    "anhang*nicht erlaubt|anhang*blockiert|virus gefunden|enthalt einen virus|"
    "piece jointe*interdite|piece jointe*refusee|piece jointe*bloquee|contient un virus|"
    "adjunto*no permitido|adjunto*bloqueado|contiene un virus|"
    "allegato*non consentito|allegato*bloccato|"
    "bijlage*niet toegestaan|bijlage*geblokkeerd|bevat een virus|"
    "anexo*nao permitido|anexo*bloqueado|contem um virus|contem virus|"
    "zalacznik*niedozwolony|zalacznik*zablokowany|zawiera wirusa" },
  { "too-large",
    "nachricht*zu gross|mail zu gross|maximale nachrichtengrosse|maximale nachrichtengroesse|"
    "message*trop volumineux|message trop gros|taille du message*depasse|"
    "depasse la taille maximale|"
    "mensaje*demasiado grande|mensaje*excede*tamano|supera el tamano maximo|"
    "messaggio*troppo grande|dimensione*messaggio*supera|supera la dimensione massima|"
    "bericht*te groot|maximale berichtgrootte|"
    "mensagem*muito grande|mensagem*excede*tamanho|excede o tamanho maximo|"
    "wiadomosc*za duza|wiadomosc*zbyt duza|rozmiar wiadomosci*przekracza" },
  { "spam",
    "als spam eingestuft|als spam erkannt|als spam klassifiziert|spam-verdacht|spamverdacht|"
    "considere comme spam|considere comme indesirable|identifie comme spam|detecte comme spam|"
    "considerado spam|considerado como spam|identificado como spam|detectado como spam|"
    "clasificado como spam|"
    "considerato spam|identificato come spam|classificato come spam|rilevato come spam|"
    "als spam aangemerkt|als spam herkend|beschouwd als spam|"
    "considerada spam|considerada como spam|identificada como spam|detectada como spam|"
    "classificada como spam|"
    "uznana za spam|rozpoznana jako spam|sklasyfikowana jako spam|oznaczona jako spam" },
  { "sign-in",
    "anmeldung erforderlich|authentifizierung erforderlich|authentifizierung fehlgeschlagen|"
    "smtp-authentifizierung|"
    "authentification requise|authentification obligatoire|echec de l'authentification|"
    "autenticacion requerida|se requiere autenticacion|error de autenticacion|"
    "autenticazione richiesta|autenticazione fallita|"
    "authenticatie vereist|authenticatie mislukt|"
    "autenticacao requerida|autenticacao necessaria|falha na autenticacao|"
    "wymagane uwierzytelnienie|wymagane uwierzytelnianie|blad uwierzytelniania" },
  { NULL, NULL },
};

const SpBouncePhrase sp_bounce_phrases_loose_abroad[] = {
  { "server-busy",
    "versuchen sie es spater|versuchen sie es spaeter|spater erneut|spaeter erneut|"
    "vorubergehend nicht verfugbar|voruebergehend nicht verfuegbar|"
    "essayer plus tard|reessayer plus tard|reessayez plus tard|temporairement indisponible|"
    "intentelo mas tarde|intente mas tarde|de nuevo mas tarde|temporalmente no disponible|"
    "riprovare piu tardi|riprova piu tardi|temporaneamente non disponibile|"
    "probeer het later|tijdelijk niet beschikbaar|"
    "tente mais tarde|novamente mais tarde|temporariamente indisponivel|"
    "sprobuj ponownie pozniej|tymczasowo niedostepn+|chwilowo niedostepn+" },
  { "expired", "zustellung*verzogert|zustellung*verzoegert|"
               "remise*retardee|distribution*retardee|"
               "entrega*retrasada|entrega*demorada|"
               "consegna*ritardata|recapito*ritardato|"
               "bezorging*vertraagd|"
               "entrega*atrasada|entrega*adiada|"
               "dostarczenie*opoznion+|dostarczanie*opoznion+" },
  { "policy", "richtlinie+|zugriff verweigert|"
              "politique de securite|acces refuse|service refuse|"
              "politica+|acceso denegado|"
              "accesso negato|criteri di sicurezza|"
              "toegang geweigerd|"
              "acesso negado|"
              "odmowa dostepu" },
  { NULL, NULL },
};
