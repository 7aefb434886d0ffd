package io.github.mentagateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate and key that a handshake gets, which can be changed between two handshakes. (Vert.x has {@code
 * updateSSLOptions} for that, but drops the connections that come while it works.) A handshake that began with the pair before
 * keeps it to its end.
 */
final class ServedKeys extends X509ExtendedKeyManager {
  private volatile Pair current;

  ServedKeys(X509ExtendedKeyManager keys) {
    current = new Pair(1, keys, null);
  }

  synchronized void change(X509ExtendedKeyManager keys) {
    Pair before = current;
    current = new Pair(before.number + 1, keys, new Pair(before.number, before.keys, null));
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    Pair pair = current;
    return pair.mark(pair.keys.chooseEngineServerAlias(keyType, issuers, engine));
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    Pair pair = current;
    return pair.mark(pair.keys.chooseServerAlias(keyType, issuers, socket));
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    Pair pair = pairOf(alias);
    return pair == null ? null : pair.keys.getCertificateChain(pair.unmark(alias));
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    Pair pair = pairOf(alias);
    return pair == null ? null : pair.keys.getPrivateKey(pair.unmark(alias));
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  private Pair pairOf(String alias) {
    Pair pair = current;
    while (pair != null && !alias.startsWith(pair.prefix())) {
      pair = pair.before;
    }
    return pair;
  }

  private record Pair(int number, X509ExtendedKeyManager keys, Pair before) {

    String prefix() {
      return number + ":";
    }

    String mark(String alias) {
      return alias == null ? null : prefix() + alias;
    }

    String unmark(String alias) {
      return alias.substring(prefix().length());
    }
  }
}
