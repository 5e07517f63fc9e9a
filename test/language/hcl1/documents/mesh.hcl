Kind = "mesh"
TransparentProxy { MeshDestinationsOnly = true }
AllowEnablingPermissiveMutualTLS = false
ValidateClusters = true
TLS {
  Incoming {
    TLSMinVersion = "TLSv1_2"
    CipherSuites  = [
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
      "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    ]
  }
  Outgoing { TLSMinVersion = "TLSv1_2", TLSMaxVersion = "TLSv1_3" }
}
HTTP {
  SanitizeXForwardedClientCert = true
  Incoming { RequestNormalization { MergeSlashes = true PathWithEscapedSlashesAction = "REJECT_REQUEST" } }
}
Peering { PeerThroughMeshGateways = true }
