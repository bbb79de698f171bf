//! Dense keys: positions in a scenario's lists, so that facts can be looked up without comparing names.

macro_rules! key {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(pub $inner);

        impl $name {
            /// The key as a position in the list it belongs to.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

key!(
    /// A person: named people come first in file order, then the members of each population in order.
    UserId(u32)
);
key!(
    /// A group of the tenant, in file order.
    GroupId(u16)
);
key!(
    /// A forest, in file order.
    ForestId(u8)
);
key!(
    /// A sync server or agent, in file order.
    SyncId(u8)
);
key!(
    /// A product of the product table.
    SkuId(u16)
);
key!(
    /// A service plan of the product table.
    PlanId(u16)
);
