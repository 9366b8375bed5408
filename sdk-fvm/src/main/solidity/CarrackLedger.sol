// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Carrack's ledger: when a Merkle root existed, and what a name meant over time.
/// @notice Two append-only records. Nothing here can be changed or removed, by anyone: the contract
///         has no administrator, no upgrade path, takes no money and calls no other contract.
/// @dev    Compiled for the Paris EVM, which every FEVM release accepts (FIP-0054).
contract CarrackLedger {
    /// Longest CID kept, in bytes: room for a 64-byte digest and its prefix, and some to spare.
    uint256 public constant MAX_CID_BYTES = 128;
    /// Longest name, in UTF-8 bytes.
    uint256 public constant MAX_NAME_BYTES = 128;

    /// Who wrote an entry and when. One storage slot; 48 bits of seconds last 8.9 million years.
    struct Stamp {
        address sender;
        uint48 blockNumber;
        uint48 time;
    }

    struct Entry {
        Stamp stamp;
        bytes cid;
    }

    struct Name {
        address owner;
        uint64 versions;
        address pendingOwner;
    }

    mapping(bytes32 => Entry) private anchors;
    mapping(bytes32 => Name) private names;
    mapping(bytes32 => mapping(uint64 => Entry)) private published;

    event Anchored(bytes32 indexed root, address indexed sender, bytes cid);
    event Published(
        bytes32 indexed nameHash, uint64 indexed version, address indexed sender, string name, bytes cid
    );
    event OwnershipOffered(bytes32 indexed nameHash, address indexed from, address indexed to);
    event OwnershipAccepted(bytes32 indexed nameHash, address indexed from, address indexed to);

    /// The all-zero root is what an uninitialised variable looks like: refused.
    error ZeroRoot();
    error AlreadyAnchored(bytes32 root, address sender, uint256 blockNumber);
    error BadCidLength(uint256 length, uint256 limit);
    error BadNameLength(uint256 length, uint256 limit);
    error NotOwner(address owner, address caller);
    error NotPendingOwner(address pendingOwner, address caller);
    error VersionConflict(uint64 expected, uint64 next);

    /// @notice Records that `root` existed in this block. The first anchor of a root wins for ever.
    /// @param cid binary CID of the batch whose Merkle root this is. It says where to look, and is
    ///            not proven here: whoever fetches the batch recomputes the root.
    function anchor(bytes32 root, bytes calldata cid) external {
        if (root == bytes32(0)) revert ZeroRoot();
        _checkCid(cid);
        Entry storage entry = anchors[root];
        if (entry.stamp.sender != address(0)) {
            revert AlreadyAnchored(root, entry.stamp.sender, entry.stamp.blockNumber);
        }
        entry.stamp = _now();
        entry.cid = cid;
        emit Anchored(root, msg.sender, cid);
    }

    /// @notice The anchor of `root`; a zero sender means that there is none.
    function anchorOf(bytes32 root)
        external
        view
        returns (address sender, uint256 blockNumber, uint256 time, bytes memory cid)
    {
        return _read(anchors[root]);
    }

    /// @notice Appends a version to `name`. The first publisher owns the name.
    /// @param expectedVersion the number this version must get (1 for the first), so that two
    ///                        publishers, or one publisher sending twice, cannot both succeed.
    function publish(string calldata name, bytes calldata cid, uint64 expectedVersion) external {
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME_BYTES) {
            revert BadNameLength(bytes(name).length, MAX_NAME_BYTES);
        }
        _checkCid(cid);
        bytes32 nameHash = keccak256(bytes(name));
        Name storage record = names[nameHash];
        if (record.owner == address(0)) {
            record.owner = msg.sender;
        } else if (record.owner != msg.sender) {
            revert NotOwner(record.owner, msg.sender);
        }
        uint64 next = record.versions + 1;
        if (expectedVersion != next) revert VersionConflict(expectedVersion, next);
        record.versions = next;
        Entry storage entry = published[nameHash][next];
        entry.stamp = _now();
        entry.cid = cid;
        emit Published(nameHash, next, msg.sender, name, cid);
    }

    /// @notice The owner of `name` and how many versions it has; zeros for a name never published.
    function nameOf(string calldata name)
        external
        view
        returns (address owner, address pendingOwner, uint64 versions)
    {
        Name storage record = names[keccak256(bytes(name))];
        return (record.owner, record.pendingOwner, record.versions);
    }

    /// @notice One version of `name`; a zero sender means that there is no such version.
    function versionOf(string calldata name, uint64 version)
        external
        view
        returns (address sender, uint256 blockNumber, uint256 time, bytes memory cid)
    {
        return _read(published[keccak256(bytes(name))][version]);
    }

    /// @notice Offers the name to `to`, who must accept; offering to the zero address withdraws.
    function offerOwnership(string calldata name, address to) external {
        bytes32 nameHash = keccak256(bytes(name));
        Name storage record = names[nameHash];
        if (record.owner != msg.sender) revert NotOwner(record.owner, msg.sender);
        record.pendingOwner = to;
        emit OwnershipOffered(nameHash, msg.sender, to);
    }

    /// @notice Takes over a name that was offered to the caller.
    function acceptOwnership(string calldata name) external {
        bytes32 nameHash = keccak256(bytes(name));
        Name storage record = names[nameHash];
        if (record.pendingOwner != msg.sender) revert NotPendingOwner(record.pendingOwner, msg.sender);
        address from = record.owner;
        record.owner = msg.sender;
        record.pendingOwner = address(0);
        emit OwnershipAccepted(nameHash, from, msg.sender);
    }

    function _now() private view returns (Stamp memory) {
        return Stamp(msg.sender, uint48(block.number), uint48(block.timestamp));
    }

    function _checkCid(bytes calldata cid) private pure {
        if (cid.length == 0 || cid.length > MAX_CID_BYTES) revert BadCidLength(cid.length, MAX_CID_BYTES);
    }

    function _read(Entry storage entry)
        private
        view
        returns (address, uint256, uint256, bytes memory)
    {
        return (entry.stamp.sender, entry.stamp.blockNumber, entry.stamp.time, entry.cid);
    }
}
