package io.github.mentagateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one certificate that a client shows, or none. It is shown whatever authorities the server names: a server that does not take it says
 * so, where no certificate at all would look as if none were configured.
 */
final class ClientKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";
  /** A handshake of a socket runs in the thread that began it. */
  private static final ThreadLocal<Boolean> ASKED = new ThreadLocal<>();

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  /** @param key null when there is no certificate */
  ClientKey(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /** Whether a server has asked this thread for a certificate since the last look. */
  static boolean wasAsked() {
    boolean asked = ASKED.get() != null;
    ASKED.remove();
    return asked;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    ASKED.set(true);
    return key != null && Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return chooseClientAlias(keyTypes, issuers, null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? chain.toArray(X509Certificate[]::new) : null;
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return key != null && keyType.equals(key.getAlgorithm()) ? new String[] {ALIAS} : null;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
